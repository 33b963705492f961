"""What the sign-in library calls, by the names that the settings know."""

from roundtable.ground.trust.adapters.accounts import Accounts
from roundtable.ground.trust.adapters.factors import SecondFactors
from roundtable.ground.trust.adapters.outside import OutsideAccounts

__all__ = ["Accounts", "OutsideAccounts", "SecondFactors"]
