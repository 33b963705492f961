"""What the plan holds about people: who did what. The words are those of the Party, and are told to nobody by this."""

from roundtable.ground.trust.public import deeds

HELD = (
    *deeds("plan.activity", "created_by_id", at="created_at"),
    *deeds("plan.activity", "deleted_by_id", at="deleted_at"),
    *deeds("plan.frame", "brought_in_by_id", at="brought_in_at"),
    *deeds("plan.pack", "taken_by_id", at="name taken_at"),
    *deeds("plan.pack", "published_by_id", at="published_at"),
    *deeds("plan.download", "by_id", at="part fmt language at"),
    *deeds("plan.corrigendum", "issued_by_id", at="issued_at"),
    *deeds("plan.round", "published_by_id", at="year published_at"),
    *deeds("plan.extension", "by_id", at="at"),
    *deeds("plan.report", "begun_by_id", at="party_id stage"),
    *deeds("plan.report", "submitted_by_id", at="party_id submitted_at first_submitted_at"),
    *deeds("plan.report", "reviewed_by_id", at="party_id reviewed_at"),
    *deeds("plan.report", "deleted_by_id", at="party_id deleted_at"),
    *deeds("plan.evidence", "added_by_id", at="added_at"),
    *deeds("plan.evidence", "deleted_by_id", at="deleted_at"),
    *deeds("plan.note", "by_id", at="at"),
    *deeds("plan.correction", "asked_by_id", at="asked_at"),
    *deeds("plan.correction", "decided_by_id", at="decided_at"),
    *deeds("plan.correction", "corrected_by_id", at="corrected_at"),
)
