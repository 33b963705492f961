"""Addresses of accounts, people and rules. The sign-in library's own pages keep their names."""

from django.urls import URLPattern, URLResolver, include, path

ours: list[URLPattern | URLResolver] = []

urlpatterns = [
    path("", include((ours, "trust"))),
    path("", include("allauth.account.urls")),
    path("factors/", include("allauth.mfa.urls")),
    path("outside/", include("allauth.socialaccount.urls")),
    path("outside/", include("allauth.socialaccount.providers.openid_connect.urls")),
]
