"""A container as this engine lists it."""

from __future__ import annotations

from lab.practice.engine import container_json
from lab.practice.engine.container import Container
from lab.practice.engine.engine import Engine
from lab.practice.engine.home import Json
from lab.practice.errors import ApiError


def row_of(engine: Engine, container: Container) -> Json:
    """Return a container's row of `docker ps`."""
    place = engine.lifecycle.endpoint(container)
    named = _image_called(engine, container.image_name)
    return container_json.row(container, place, engine.network_id(container), engine.volumes.root, named)


def _image_called(engine: Engine, name: str) -> str | None:
    try:
        return engine.images.find(name).id
    except ApiError:
        return None  # the name has been removed since
