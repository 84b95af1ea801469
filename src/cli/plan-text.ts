// A plan on the terminal: what changes first, the worst news last. Ten seconds must be enough to read it.

import type { ReplayedEvent } from "../delivery/contracts/replay.ts";
import { changeLine } from "../delivery/contracts/verdicts.ts";
import type { EdgeVerdict, Plan, ResourceChange, UnitPlan } from "../delivery/plan/plan.ts";
import {
  accessLine,
  accessLines,
  count,
  edgePlaces,
  edgeTitle,
  headline,
  propertyLine,
  tally,
  verdictTally,
} from "../delivery/plan/words.ts";
import { placeText } from "../delivery/graph/edges.ts";
import { formatDuration, pc } from "./terminal.ts";

/** The lines of a plan. */
export function planLines(plan: Plan): readonly string[] {
  const unchanged = plan.units.filter((each) => each.action === "unchanged");
  const others = plan.units.filter((each) => each.action !== "unchanged");
  const access = accessLines(plan);
  return [
    pc.bold(headline(plan)) + pc.dim(`  (rehearsed on a fork in ${formatDuration(plan.durationMs)})`),
    ...unchangedLines(unchanged),
    ...others.flatMap(unitLines),
    ...phaseLines(plan),
    ...section("New access", [
      ...access.shown.map((each) => {
        const flags = each.flags.length === 0 ? "" : pc.red(`${each.flags.join(", ")}: `);
        return `  + ${flags}${accessLine(each)}${pc.dim(placed(each.position))}`;
      }),
      ...(access.more === "" ? [] : [pc.dim(`  ${access.more}`)]),
    ]),
    ...section(
      "Tests on the fork",
      (plan.tests?.tests ?? []).map(
        ({ name, isPassed, durationMs }) =>
          `  ${isPassed ? pc.green("passed") : pc.red("FAILED")} ${name} ${pc.dim(formatDuration(durationMs))}`,
      ),
    ),
    ...section(
      "AWS would do something else than the rehearsal",
      (plan.comparison ?? []).map(
        ({ unit, logicalId, rehearsed, real }) =>
          `  ${unit}${logicalId === undefined ? "" : `.${logicalId}`}: rehearsed ${rehearsed}, AWS ${real}`,
      ),
    ),
    ...section(
      "Limits",
      plan.limits.map(
        ({ severity, unit, logicalId, limit, detail }) =>
          `  ${severity === "error" ? pc.red("over") : pc.yellow("near")} ${unit}${logicalId === undefined ? "" : `.${logicalId}`}: ${limit}. ${detail}`,
      ),
    ),
    ...section(
      "Contracts",
      (plan.contracts ?? [])
        .filter((each) => each.change !== "same")
        .map(
          (each) =>
            `  ${each.verdict === "breaking" ? pc.red("breaking") : pc.green("compatible")} ${changeLine(each)}`,
        ),
    ),
    ...section("Events played on the fork", (plan.replay ?? []).flatMap(replayLines)),
    "",
    `Readers: ${verdictTally(plan)}. Cost difference: not measured.`,
    ...plan.edges.filter((each) => each.verdict === "UNKNOWN").flatMap((each) => verdictLines(each, pc.yellow)),
    ...section(
      pc.red("Data is lost"),
      plan.dataLoss.map(
        ({ unit, logicalId, resourceType, physicalId, action, because, position }) =>
          `  ${pc.red(action === "remove" ? "deletes" : "replaces")} ${unit}.${logicalId} ${resourceType} ${physicalId}. ${because}${pc.dim(placed(position))}`,
      ),
    ),
    ...plan.edges.filter((each) => each.verdict === "BREAKS").flatMap((each) => verdictLines(each, pc.red)),
    ...plan.units.filter((each) => each.action === "failed").flatMap(failureLines),
  ];
}

function unchangedLines(units: readonly UnitPlan[]): readonly string[] {
  const byReason = new Map<string, string[]>();
  for (const { unit, reason } of units) byReason.set(reason, [...(byReason.get(reason) ?? []), unit]);
  return [...byReason].map(([reason, names]) => {
    const shown = names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", ");
    return pc.dim(`  unchanged: ${shown}. ${reason}`);
  });
}

function unitLines(unit: UnitPlan): readonly string[] {
  if (unit.action === "forgotten") return ["", `${pc.bold(unit.unit)}  ${pc.yellow(unit.reason)}`];
  if (unit.action === "blocked") return ["", `${pc.bold(unit.unit)}  ${pc.yellow(`not rehearsed. ${unit.reason}`)}`];
  if (unit.action === "failed") return ["", `${pc.bold(unit.unit)}  ${pc.red("fails")}`];
  return [
    "",
    `${pc.bold(unit.unit)}  ${unit.action}: ${tally(unit)}`,
    ...whyLines(unit),
    ...(unit.obstacle === undefined ? [] : [`  ${pc.yellow(unit.obstacle)}`]),
    // Everything is new in a new stack: the numbers say it all.
    ...(unit.action === "create" ? [] : unit.resources.flatMap(resourceLines)),
    ...(unit.action === "create"
      ? []
      : unit.outputs.map(({ name, before, after, exportBefore, exportAfter }) => {
          const renamed =
            exportBefore === exportAfter ? "" : ` (export ${exportBefore ?? "(none)"} → ${exportAfter ?? "(none)"})`;
          return `  ~ output ${name}: ${before === after ? "same value" : `${before ?? "(none)"} → ${after ?? "(none)"}`}${renamed}`;
        })),
  ];
}

function whyLines({ why, reason }: UnitPlan): readonly string[] {
  const texts = why.length === 0 ? [reason] : why.slice(0, 3).map((each) => each.text);
  const more = why.length > 3 ? [`and ${why.length - 3} more`] : [];
  return [...texts, ...more].map((text) => pc.dim(`  ${text}`));
}

const SIGNS: Readonly<Record<ResourceChange["action"], string>> = {
  add: "+",
  change: "~",
  move: ">",
  replace: "±",
  remove: "-",
};

function resourceLines(change: ResourceChange): readonly string[] {
  const { action, logicalId, resourceType, properties, position, from, isRetained } = change;
  const colour = action === "add" ? pc.green : action === "remove" || action === "replace" ? pc.red : pc.yellow;
  const origin = from === undefined ? "" : ` from ${from.unit}.${from.logicalId}`;
  const retained = isRetained === true ? " (the old one stays in the account)" : "";
  return [
    `  ${colour(`${SIGNS[action]} ${logicalId}`)} ${resourceType}${origin}${retained}${pc.dim(placed(position))}`,
    ...properties.map((each) => `      ${propertyLine(each)}`),
  ];
}

function phaseLines({ phases }: Plan): readonly string[] {
  if (phases.length < 2 && phases.every((each) => each.kind === "deploy" && each.kept.length === 0)) return [];
  return section(
    "Phases",
    phases.flatMap((phase, index) => {
      const title = `  ${index + 1}. ${phase.title}`;
      if (phase.kind === "move")
        return [
          title,
          ...phase.moves.map(({ resourceType, physicalId, from, to }) =>
            pc.dim(`     ${resourceType} ${physicalId}: ${from.unit}.${from.logicalId} to ${to.unit}.${to.logicalId}`),
          ),
        ];
      return [
        title,
        ...phase.kept.map(({ unit, outputs, resources, because, waitsFor }) => {
          const what = [...outputs.map((each) => `output ${each}`), ...resources].join(", ");
          const waits =
            waitsFor.length === 0
              ? ""
              : ` It stays until ${waitsFor.join(", ")} ${waitsFor.length === 1 ? "has" : "have"} changed.`;
          return pc.dim(`     ${unit} keeps ${what}: ${because}${waits}`);
        }),
      ];
    }),
  );
}

function verdictLines(edge: EdgeVerdict, colour: (text: string) => string): readonly string[] {
  return [
    "",
    `${colour(edge.verdict)} ${edgeTitle(edge)}`,
    ...edgePlaces(edge).map((place) => `  at ${place}`),
    `  ${edge.because}`,
    ...(edge.consequence === undefined ? [] : [`  ${edge.consequence}`]),
  ];
}

function failureLines({ unit, failure, reason }: UnitPlan): readonly string[] {
  const what = failure?.logicalId === undefined ? "" : ` at ${failure.logicalId} (${failure.resourceType ?? ""})`;
  return [
    "",
    pc.red(`${unit} fails${what}`),
    `  ${reason}`,
    ...(failure?.position === undefined ? [] : [`  at ${placeText(failure.position)}`]),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

function placed(position: Parameters<typeof placeText>[0]): string {
  return position === undefined ? "" : `  ${placeText(position)}`;
}

function replayLines({ unit, source, from, event, outcome, error }: ReplayedEvent): readonly string[] {
  const colour = outcome === "taken" ? pc.green : outcome === "refused" ? pc.red : pc.yellow;
  const isTaken = outcome === "taken";
  return [
    `  ${colour(outcome)} by ${unit}: ${source} of ${from}`,
    ...(isTaken ? [] : [`    ${JSON.stringify(event)}`]),
    ...(error === undefined ? [] : [pc.dim(`    ${error}`)]),
  ];
}

/** The last line: what is the matter, and the next command. */
export function planVerdict(plan: Plan): string {
  const breaks = plan.edges.filter((each) => each.verdict === "BREAKS").length;
  const failed = plan.units.filter((each) => each.action === "failed").length;
  const refused = (plan.replay ?? []).filter((each) => each.outcome === "refused" && each.source === "example").length;
  const parts = [
    ...(failed === 0 ? [] : [`${count(failed, "unit")} ${failed === 1 ? "fails" : "fail"}`]),
    ...(breaks === 0 ? [] : [`${count(breaks, "reading")} ${breaks === 1 ? "breaks" : "break"}`]),
    ...(refused === 0 ? [] : [`${count(refused, "event")} ${refused === 1 ? "is" : "are"} refused`]),
    ...(plan.dataLoss.length === 0
      ? []
      : [`${count(plan.dataLoss.length, "resource")} with data ${plan.dataLoss.length === 1 ? "is" : "are"} lost`]),
  ];
  return parts.length === 0 ? pc.green("Nothing breaks.") : pc.red(`${parts.join(", ")}.`);
}
