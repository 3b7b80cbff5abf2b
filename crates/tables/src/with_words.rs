//! The same rows with words in place of numbers, for tools that read the tables without this program (docs/view.md).

pub(crate) const SQL: &str = "
-- What a unit tells of one assignment in one period.
CREATE VIEW with_entry AS
SELECT doc.plan_id, period.word AS period, doc.unit, task.word AS task, state, percent, texts <> 0 AS has_text,
  strftime('%Y-%m-%dT%H:%M:%f+07:00', closed_at / 1000.0, 'unixepoch', '+7 hours') AS closed_at,
  author.word AS changed_by,
  strftime('%Y-%m-%dT%H:%M:%f+07:00', changed_at / 1000.0, 'unixepoch', '+7 hours') AS changed_at,
  strftime('%Y-%m-%dT%H:%M:%f+07:00', changed_received / 1000.0, 'unixepoch', '+7 hours') AS changed_received
FROM entry JOIN doc ON doc.no = entry.doc JOIN word AS period ON period.no = entry.period
  JOIN word AS task ON task.no = entry.task LEFT JOIN author ON author.no = entry.changed_by;

CREATE VIEW with_entry_text AS
SELECT doc.plan_id, period.word AS period, doc.unit, task.word AS task, entry_text.name, text
FROM entry_text JOIN doc ON doc.no = entry_text.doc JOIN word AS period ON period.no = entry_text.period
  JOIN word AS task ON task.no = entry_text.task;

-- Amounts in thousandths.
CREATE VIEW with_figure AS
SELECT doc.plan_id, period.word AS period, doc.unit, task.word AS task, indicator, figure, amount
FROM figure JOIN doc ON doc.no = figure.doc JOIN word AS period ON period.no = figure.period
  JOIN word AS task ON task.no = figure.task;

CREATE VIEW with_none_arose AS
SELECT doc.plan_id, period.word AS period, doc.unit, task.word AS task, indicator
FROM none_arose JOIN doc ON doc.no = none_arose.doc JOIN word AS period ON period.no = none_arose.period
  JOIN word AS task ON task.no = none_arose.task;

CREATE VIEW with_evidence AS
SELECT doc.plan_id, doc.unit, id, number, symbol, issuer, signed, abstract, file_hash, file_name, size, media_type,
  removed
FROM evidence JOIN doc ON doc.no = evidence.doc;

CREATE VIEW with_evidence_link AS
SELECT doc.plan_id, period.word AS period, doc.unit, task.word AS task, evidence, place
FROM evidence_link AS link JOIN doc ON doc.no = link.doc JOIN word AS period ON period.no = link.period
  JOIN word AS task ON task.no = link.task;

-- The last word of each office on an entry.
CREATE VIEW with_verdict AS
SELECT doc.plan_id, period.word AS period, doc.unit, task.word AS task, doc.office, kind, reason, until,
  author.word AS author,
  strftime('%Y-%m-%dT%H:%M:%f+07:00', at / 1000.0, 'unixepoch', '+7 hours') AS at,
  strftime('%Y-%m-%dT%H:%M:%f+07:00', received / 1000.0, 'unixepoch', '+7 hours') AS received, amended
FROM verdict JOIN doc ON doc.no = verdict.doc JOIN word AS period ON period.no = verdict.period
  JOIN word AS task ON task.no = verdict.task JOIN author ON author.no = verdict.author;

-- Who set which field to what, in the order of places. `value` is JSON for a value of several parts.
CREATE VIEW with_history AS
SELECT doc.plan_id, doc.name AS doc, period.word AS period, doc.unit, task.word AS task, place,
  lower(hex(hash)) AS change, author.word AS author,
  strftime('%Y-%m-%dT%H:%M:%f+07:00', (at - coalesce(field.value ->> 2, 0)) / 1000.0, 'unixepoch', '+7 hours') AS at,
  strftime('%Y-%m-%dT%H:%M:%f+07:00', received / 1000.0, 'unixepoch', '+7 hours') AS received,
  field.value ->> 0 AS field, field.value ->> 1 AS value
FROM history JOIN doc ON doc.no = history.doc LEFT JOIN word AS period ON period.no = history.period
  LEFT JOIN word AS task ON task.no = history.task JOIN author ON author.no = history.author,
  json_each(history.fields) AS field;
";
