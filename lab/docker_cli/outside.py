"""Docker's own commands and options that are real, but no part of the lab."""

from __future__ import annotations

OUTSIDE = {
    "docker": """
        attach builder buildx checkpoint commit compose config context cp debug desktop diff events export import
        load manifest model pause plugin port rename restart sandbox save scout search secret
        stack stats top trust unpause update wait""",
    "docker container": "attach commit cp diff export pause port rename restart stats top unpause update wait",
    "docker image": "import load save",
    "docker volume": "create update",
    "docker network": "connect disconnect",
    "docker node": "demote inspect promote ps rm update",
    "docker service": "rollback",
    "docker swarm": "ca join join-token unlock unlock-key update",
    "docker system": "df dial-stdio events",
}
"""Docker's own commands that no exercise uses."""

ENGINE_OPTIONS = "config context/c debug/D host/H log-level/l tls tlscacert tlscert tlskey tlsverify"
"""Options of `docker` itself, before any command: which engine to talk to, and how."""
