// One release as one page of HTML that needs nothing else: for people who were not there. Plain markup with headings,
// captions and words beside every colour; it follows the reader's light or dark setting. Pure.

import type { ReleaseRecord, TestEvidence, UnitEntry } from "./record.ts";
import { versionId } from "./unit-version.ts";

/** The page. */
export function renderReport(record: ReleaseRecord): string {
  const title = `Release ${record.number} of ${record.system} in ${record.environment}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}: ${record.status}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${escape(title)}</h1>
<p class="status ${classOf(record.status)}">${escape(record.status)}</p>
${record.failure === undefined ? "" : `<pre class="bad">${escape(record.failure)}</pre>`}
</header>
<main>
${factsOf(record)}
${unitsOf(record)}
${edgesOf(record)}
${testsOf(record)}
${changesOf(record)}
${outputsOf(record)}
</main>
<footer><p>Written by Stackyard from the release's record, ${escape(record.endedAt ?? record.startedAt)}.</p></footer>
</body>
</html>
`;
}

function factsOf(record: ReleaseRecord): string {
  const { by, from } = record;
  const commit = by.commit;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["What", kindOf(record)],
    ["Who", `${by.user} as ${by.arn}`],
    ["Started", record.startedAt],
    ["Ended", record.endedAt],
    ["Account and region", `${record.account}, ${record.region}`],
    [
      "Commit",
      commit === undefined
        ? undefined
        : `${commit.id}${commit.branch === undefined ? "" : ` on ${commit.branch}`}${commit.isDirty ? ", with uncommitted changes" : ""}`,
    ],
    [
      "Promoted from",
      from === undefined ? undefined : `release ${from.release} of ${from.environment}, account ${from.account}`,
    ],
    ["Release before", record.base === undefined ? undefined : String(record.base)],
    ["Plan", record.plan],
  ];
  const rows = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`],
  );
  return `<section aria-labelledby="facts"><h2 id="facts">Facts</h2><dl>${rows.join("")}</dl></section>`;
}

function kindOf({ kind, to, because }: ReleaseRecord): string {
  const words = {
    deploy: "Deployment from sources",
    promote: "Promotion",
    rollback: "Rollback",
    destroy: "Destruction",
  };
  return `${words[kind]}${to === undefined ? "" : ` to release ${to}`}${because === undefined ? "" : `, because release ${because} failed`}`;
}

function unitsOf(record: ReleaseRecord): string {
  const entries = Object.entries(record.units);
  const longest = Math.max(1, ...entries.map(([, { durationMs = 0 }]) => durationMs));
  const rows = entries.map(([unit, entry]) => {
    const { stands, durationMs } = entry;
    const share = Math.round(((durationMs ?? 0) / longest) * 100);
    const bar =
      durationMs === undefined
        ? ""
        : `${durationMs} ms <span class="bar" style="inline-size:${share}%" aria-hidden="true"></span>`;
    return `<tr><th scope="row">${escape(unit)}</th><td class="${classOf(entry.outcome)}">${entry.outcome}</td><td>${bar}</td><td>${stands === undefined ? "" : stands.release}</td><td><code>${stands === undefined ? "" : versionId(stands.version).slice(0, 12)}</code></td><td>${stands?.version.artifacts.length ?? ""}</td></tr>`;
  });
  return table(
    "Units",
    "What became of each unit, how long it took, and which release its version is from.",
    ["Unit", "Outcome", "Time", "Since release", "Version", "Artifacts"],
    rows,
  );
}

function edgesOf(record: ReleaseRecord): string {
  const rows = Object.entries(record.units).flatMap(([unit, { stands }]) =>
    (stands?.version.dependsOn ?? []).map((other) => {
      const read = Object.entries(stands?.bindings ?? {}).flatMap(([parameter, value]) =>
        typeof value === "object" && "unit" in value && value.unit === other
          ? [value.kind === "output" ? `${parameter} = output ${value.output}` : `${parameter} = its stack's name`]
          : [],
      );
      return `<tr><th scope="row">${escape(unit)}</th><td>${escape(other)}</td><td>${escape(read.join(", "))}</td></tr>`;
    }),
  );
  if (rows.length === 0) return "";
  return table("Dependencies", "Which unit waits for which.", ["Unit", "Waits for", "Reads by parameters"], rows);
}

function testsOf(record: ReleaseRecord): string {
  const all: readonly (readonly [string, TestEvidence])[] = [
    ...Object.entries(record.units).flatMap(([unit, { tests }]) => tests.map((test) => [unit, test] as const)),
    ...record.tests.map((test) => ["whole system", test] as const),
  ];
  if (all.length === 0)
    return `<section aria-labelledby="tests"><h2 id="tests">Tests</h2><p>None was run.</p></section>`;
  const rows = all.map(
    ([unit, { name, isPassed, exitCode, durationMs, output, release }]) =>
      `<tr><th scope="row">${escape(unit)}</th><td>${escape(name)}</td><td class="${isPassed ? "good" : "bad"}">${isPassed ? "passed" : "failed"}</td><td>${exitCode ?? ""}</td><td>${durationMs} ms</td><td>${release}</td><td><details><summary>Output</summary><pre>${escape(output)}</pre></details></td></tr>`,
  );
  return table(
    "Tests",
    "What was tried after the deployment, and what it showed.",
    ["Unit", "Test", "Result", "Exit code", "Time", "In release", "Output"],
    rows,
  );
}

function changesOf(record: ReleaseRecord): string {
  const rows = Object.entries(record.units).flatMap(([unit, { changes }]) =>
    changes.map(
      ({ action, logicalId, resourceType, properties, policy }) =>
        `<tr><th scope="row">${escape(unit)}</th><td class="${action === "remove" || action === "replace" ? "bad" : ""}">${action}</td><td>${escape(logicalId)}</td><td>${escape(resourceType)}</td><td>${escape(properties.join(", "))}${policy === undefined ? "" : ` (${escape(policy)})`}</td></tr>`,
    ),
  );
  const failures = Object.entries(record.units).flatMap(([unit, entry]) => failureOf(unit, entry));
  const list =
    rows.length === 0
      ? `<section aria-labelledby="changes"><h2 id="changes">Changes</h2><p>No resource was changed.</p></section>`
      : table(
          "Changes",
          "What the change sets of the units announced.",
          ["Unit", "Action", "Resource", "Type", "Because of"],
          rows,
        );
  return failures.join("") + list;
}

function failureOf(unit: string, { failure }: UnitEntry): readonly string[] {
  return failure === undefined
    ? []
    : [`<section><h2>Why ${escape(unit)} failed</h2><pre class="bad">${escape(failure)}</pre></section>`];
}

function outputsOf(record: ReleaseRecord): string {
  const rows = Object.entries(record.units).flatMap(([unit, { stands }]) =>
    Object.entries(stands?.outputs ?? {}).map(
      ([name, value]) =>
        `<tr><th scope="row">${escape(unit)}</th><td>${escape(name)}</td><td><code>${escape(value)}</code></td></tr>`,
    ),
  );
  return rows.length === 0 ? "" : table("Outputs", "What the stacks give.", ["Unit", "Output", "Value"], rows);
}

function table(title: string, caption: string, columns: readonly string[], rows: readonly string[]): string {
  const id = title.toLowerCase();
  const heads = columns.map((column) => `<th scope="col">${escape(column)}</th>`).join("");
  return `<section aria-labelledby="${id}"><h2 id="${id}">${escape(title)}</h2><div class="wide" tabindex="0" role="region" aria-labelledby="${id}"><table><caption>${escape(caption)}</caption><thead><tr>${heads}</tr></thead><tbody>${rows.join("")}</tbody></table></div></section>`;
}

function classOf(word: string): string {
  if (["complete", "created", "updated", "unchanged", "kept"].includes(word)) return "good";
  return ["failed", "blocked", "rolled back"].includes(word) ? "bad" : "";
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

// Contrast of text is at least 4.5 to 1 in both schemes (WCAG 2.2, 1.4.3).
const STYLE = `
:root{color-scheme:light dark;--text:#1b1f24;--soft:#57606a;--back:#fff;--line:#d0d7de;--good:#116329;--bad:#a40e26;--accent:#0550ae}
@media (prefers-color-scheme:dark){:root{--text:#e6edf3;--soft:#9aa4ae;--back:#0d1117;--line:#30363d;--good:#56d364;--bad:#ff8e86;--accent:#79c0ff}}
*{box-sizing:border-box}body{margin:0 auto;max-inline-size:72rem;padding:1.5rem;font:1rem/1.5 system-ui,sans-serif;color:var(--text);background:var(--back)}
h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}caption{text-align:start;color:var(--soft);padding-block:.25rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.wide{overflow-x:auto}.wide:focus-visible{outline:2px solid var(--accent)}table{border-collapse:collapse;inline-size:100%}
th,td{text-align:start;vertical-align:top;padding:.35rem .6rem;border-block-end:1px solid var(--line);font-weight:normal}thead th{color:var(--soft)}tbody th{font-weight:600}
.good{color:var(--good)}.bad{color:var(--bad)}.status{font-weight:700;margin:.25rem 0}.bar{display:block;block-size:.3rem;background:var(--accent)}
pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:.25rem 0}code{overflow-wrap:anywhere}footer{color:var(--soft);margin-block-start:2rem}
`;
