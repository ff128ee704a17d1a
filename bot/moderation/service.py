"""The gates for moderators and facilitators; each condition stands on a line of its own."""

from bot.circles.model import Circle
from bot.core.ids import ServerId, Visitor
from bot.core.refusals import Refusal


def moderated(visitor: Visitor) -> ServerId:
    """Answer the server that somebody is in and manages messages of; raises Refusal otherwise."""
    if visitor.server is None:
        raise Refusal("moderation.only_in_a_server")
    if not visitor.manages_messages:
        raise Refusal("moderation.for_moderators")
    return visitor.server


def require_moderator(visitor: Visitor) -> None:
    """Let whoever manages messages in a server through; raises Refusal otherwise."""
    moderated(visitor)


def may_plan(visitor: Visitor, circle: Circle) -> bool:
    """Tell whether someone may plan for a circle: moderators, and holders of the role the circle chose."""
    if visitor.server != circle.server:
        return False
    if visitor.manages_messages:
        return True
    return circle.settings.planner_role in visitor.roles


def require_planner(visitor: Visitor, circle: Circle) -> None:
    """Let whoever may plan for a circle through; raises Refusal otherwise, without its name outside its server."""
    if visitor.server != circle.server:
        raise Refusal("circles.not_here")
    if not may_plan(visitor, circle):
        raise Refusal("moderation.for_planners", circle=circle.name)
