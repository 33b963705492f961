"""The plan's part of /api/v1: each noun adds its own router."""

from ninja import Router

from roundtable.operations.plan.api.activities import router as activities_router
from roundtable.operations.plan.api.frame import router as frame_router
from roundtable.operations.plan.api.reports import router as reports_router

router = Router()
router.add_router("", frame_router)
router.add_router("/activities", activities_router)
router.add_router("/reports", reports_router)
