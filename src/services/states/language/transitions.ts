// Whether a machine's states lead to each other: targets that are there, states that are reached, an end, names that come once. Pure.
// AWS: recorded: targets that are missing come first; a machine without an end is not asked whether all is reached; an end is asked of the
// machine alone, not of branches and maps.

import type { Findings } from "./findings.ts";
import type { Flow, State } from "./machine.ts";

/** A flow, and where it stands in the definition: "" for the machine. */
interface Placed {
  readonly flow: Flow;
  readonly at: string;
}

/** Finds what is wrong with the ways through a machine. */
export function checkTransitions(machine: Flow, findings: Findings): void {
  const flows = [...allFlows({ flow: machine, at: "" })];
  for (const placed of flows) checkTargets(placed, findings);
  checkNames(flows, findings);
  const hasEnd = [...machine.states.values()].some(isEnd);
  if (!hasEnd) findings.error("MISSING_END_STATE", "Workflow has no terminal state");
  for (const placed of flows) if (hasEnd || placed.at !== "") checkReached(placed, findings);
}

function* allFlows(placed: Placed): Generator<Placed> {
  yield placed;
  for (const state of placed.flow.states.values()) yield* innerFlows(state, `${placed.at}/States/${state.name}`);
}

function* innerFlows(state: State, at: string): Generator<Placed> {
  if (state.type === "Parallel")
    for (const [index, flow] of state.branches.entries()) yield* allFlows({ flow, at: `${at}/Branches[${index}]` });
  if (state.type === "Map") yield* allFlows({ flow: state.processor, at: `${at}/${state.processorField}` });
}

interface Way {
  readonly target: string;
  readonly at: string;
}

/** Where a state may lead. */
function waysFrom(state: State, at: string): Way[] {
  const ways: Way[] = [];
  if (state.type === "Choice") {
    state.choices.forEach(({ next }, index) => ways.push({ target: next, at: `${at}/Choices[${index}]/Next` }));
    if (state.default !== undefined) ways.push({ target: state.default, at: `${at}/Default` });
  }
  if ("transition" in state && "next" in state.transition)
    ways.push({ target: state.transition.next, at: `${at}/Next` });
  if ("catch" in state)
    state.catch.forEach(({ next }, index) => ways.push({ target: next, at: `${at}/Catch[${index}]/Next` }));
  return ways;
}

function checkTargets({ flow, at }: Placed, findings: Findings): void {
  const check = (way: Way): void => {
    if (!flow.states.has(way.target))
      findings.error("MISSING_TRANSITION_TARGET", `Missing 'Next' target: ${way.target}`, way.at);
  };
  check({ target: flow.startAt, at: `${at}/StartAt` });
  for (const state of flow.states.values()) waysFrom(state, `${at}/States/${state.name}`).forEach(check);
}

function checkReached({ flow, at }: Placed, findings: Findings): void {
  const reached = new Set<string>();
  const waiting = [flow.startAt];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = flow.states.get(name);
    if (state === undefined || reached.has(name)) continue;
    reached.add(name);
    waiting.push(...waysFrom(state, "").map(({ target }) => target));
  }
  for (const name of flow.states.keys())
    if (!reached.has(name))
      findings.error("MISSING_TRANSITION_TARGET", `State "${name}" is not reachable.`, `${at}/States/${name}`);
}

function checkNames(flows: readonly Placed[], findings: Findings): void {
  const seen = new Set<string>();
  const labels = new Set<string>();
  for (const { flow, at } of flows)
    for (const state of flow.states.values()) {
      const place = `${at}/States/${state.name}`;
      if (seen.has(state.name)) findings.error("DUPLICATE_STATE_NAME", `Duplicate State name: ${state.name}`, place);
      seen.add(state.name);
      const label = state.type === "Map" ? state.label : undefined;
      if (label === undefined) continue;
      // AWS: DUPLICATE_LABEL_NAME: "A label name appears more than once." The message's wording is ours.
      if (labels.has(label)) findings.error("DUPLICATE_LABEL_NAME", `Duplicate label name: ${label}`, `${place}/Label`);
      labels.add(label);
    }
}

function isEnd(state: State): boolean {
  if (state.type === "Succeed" || state.type === "Fail") return true;
  return "transition" in state && "end" in state.transition;
}
