from tests.domain.link_checks.world import world

__all__ = ["world"]
