// A plan as Markdown, for the comment on a pull request: what matters is open, the rest is folded. Pure.

import { changeLine } from "../contracts/verdicts.ts";
import { placeText } from "../graph/edges.ts";
import type { EdgeVerdict, Plan, UnitPlan } from "./plan.ts";
import {
  accessLine,
  accessLines,
  edgePlaces,
  edgeTitle,
  headline,
  propertyLine,
  tally,
  verdictTally,
} from "./words.ts";

/** The plan as GitHub's Markdown. */
export function markdownOf(plan: Plan): string {
  const lines: string[] = [`### ${plan.isSafe ? "✅" : "❌"} ${escape(headline(plan))}`, ""];
  const breaks = plan.edges.filter((each) => each.verdict === "BREAKS");
  const access = accessLines(plan);
  const unknown = plan.edges.filter((each) => each.verdict === "UNKNOWN");
  const failed = plan.units.filter((each) => each.action === "failed");
  for (const each of failed) lines.push(`- ❌ **${escape(each.unit)} fails**: ${escape(each.reason)}`);
  for (const each of breaks) lines.push(...verdictLines(each));
  for (const { unit, logicalId, resourceType, action, because } of plan.dataLoss)
    lines.push(
      `- 🗑️ **${escape(unit)}.${logicalId}** (${resourceType}) is ${action === "remove" ? "deleted" : "replaced"} with its data. ${escape(because)}`,
    );
  for (const each of plan.limits)
    lines.push(
      `- ${each.severity === "error" ? "❌" : "⚠️"} ${escape(each.unit)}: ${each.limit}. ${escape(each.detail)}`,
    );
  if (lines.length > 2) lines.push("");

  const changed = plan.units.filter((each) => each.action !== "unchanged");
  if (changed.length > 0) {
    lines.push("| unit | | resources |", "|---|---|---|");
    for (const each of changed) lines.push(`| ${escape(each.unit)} | ${each.action} | ${escape(tally(each))} |`);
    lines.push("");
  }
  for (const each of changed) lines.push(...unitLines(each));
  if (plan.phases.length > 1 || plan.phases.some((each) => each.kind === "move" || each.kept.length > 0))
    lines.push("**Phases**", "", ...plan.phases.map((each, index) => `${index + 1}. ${escape(each.title)}`), "");
  if (plan.access.length > 0)
    lines.push(
      "**New access**",
      "",
      ...access.shown.map(
        (each) => `- ${each.flags.length > 0 ? `⚠️ ${each.flags.join(", ")}: ` : ""}${escape(accessLine(each))}`,
      ),
      ...(access.more === "" ? [] : [`- ${access.more}`]),
      "",
    );
  const contracts = (plan.contracts ?? []).filter((each) => each.change !== "same");
  if (contracts.length > 0)
    lines.push("**Contracts**", "", ...contracts.map((each) => `- ${each.verdict}: ${escape(changeLine(each))}`), "");
  const refused = (plan.replay ?? []).filter((each) => each.outcome === "refused");
  if (refused.length > 0)
    lines.push(
      "**Events that readers refused on the fork**",
      "",
      ...refused.map(
        ({ unit, from, event, error }) => `- ${escape(`${unit}, ${from}: ${JSON.stringify(event)} ${error ?? ""}`)}`,
      ),
      "",
    );
  lines.push(`Readers: ${verdictTally(plan)}. Cost difference: not measured.`);
  if (unknown.length > 0) lines.push("", ...folded(`${unknown.length} unknown`, unknown.flatMap(verdictLines)));
  return `${lines.join("\n")}\n`;
}

function unitLines(unit: UnitPlan): readonly string[] {
  const lines = unit.resources.flatMap(({ action, logicalId, resourceType, properties, position }) => [
    `- ${action} \`${logicalId}\` ${resourceType}${position === undefined ? "" : ` (${escape(placeText(position))})`}`,
    ...properties.map((each) => `  - ${escape(propertyLine(each))}`),
  ]);
  const outputs = unit.outputs.map(
    ({ name, before, after }) => `- output \`${name}\`: ${escape(before ?? "(none)")} → ${escape(after ?? "(none)")}`,
  );
  return lines.length + outputs.length === 0
    ? []
    : [...folded(`${unit.unit}: ${tally(unit)}`, [...lines, ...outputs]), ""];
}

function verdictLines(edge: EdgeVerdict): readonly string[] {
  const icon = edge.verdict === "BREAKS" ? "❌ **BREAKS**" : "❔ UNKNOWN";
  const consequence = edge.consequence === undefined ? "" : ` ${edge.consequence}`;
  return [
    `- ${icon} ${escape(edgeTitle(edge))}. ${escape(edge.because)}${escape(consequence)}`,
    ...edgePlaces(edge).map((place) => `  - ${escape(place)}`),
  ];
}

function folded(title: string, lines: readonly string[]): readonly string[] {
  return ["<details>", `<summary>${escape(title)}</summary>`, "", ...lines, "", "</details>"];
}

// Values come from templates: they must not become markup of the comment.
function escape(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/([\\`*_|[\]])/g, "\\$1");
}
