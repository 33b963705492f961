"""Addresses of accounts, people and rules. The sign-in library's own pages keep their names."""

from django.urls import URLPattern, URLResolver, include, path

from roundtable.ground.trust.views import account, held, markings, outside, oversight, people, retention

ours: list[URLPattern | URLResolver] = [
    path("", account.account, name="account"),
    path("sessions/", account.sessions, name="sessions"),
    path("sessions/<int:pk>/end/", account.end_session, name="end-session"),
    path("tokens/", account.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", account.revoke, name="revoke"),
    path("held/", held.own, name="held-page"),
    path("held.json", held.own_file, name="held"),
    path("welcome/<str:secret>/", account.welcome, name="welcome"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("people/terms/<int:pk>/end/", people.end, name="end"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/grant/", people.grant, name="grant"),
    path("people/<int:pk>/hold/", retention.hold, name="hold"),
    path("retention/", retention.retention, name="retention"),
    path("people/<int:pk>/held/", held.of_somebody, name="held-of"),
    path("people/<int:pk>/close/", people.close, name="close"),
    path("people/<int:pk>/hand-over/<str:scope>/", people.hand_over, name="hand-over"),
    path("rules/", oversight.rules, name="rules"),
    path("history/", oversight.history, name="history"),
    path("readings/", oversight.readings, name="readings"),
    path("marking/<str:kind>/<int:pk>/", markings.marking, name="marking"),
]

urlpatterns = [
    path("", include((ours, "trust"))),
    path("", include("allauth.account.urls")),
    path("factors/webauthn/keys/<int:pk>/remove/", account.remove_key, name="mfa_remove_webauthn"),
    path("factors/", include("allauth.mfa.urls")),
    path("outside/", include("allauth.socialaccount.urls")),
    path("outside/oidc/<str:provider_id>/login/callback/", outside.callback, name="openid_connect_callback"),
    path("outside/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
