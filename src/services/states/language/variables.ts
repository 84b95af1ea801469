// Which variables are written where: what is inside of a branch or a map may not write what is written outside of it. Pure.
// AWS: developer guide, "Passing data between states with variables": "Variable scope": "Inner scopes cannot assign variables that were
// assigned in an outer-level scope". Codes and messages are ours where they are not the documentation's.

import type { Findings } from "./findings.ts";
import type { Flow, State } from "./machine.ts";

/** Finds variables that are written in a scope and in one around it. */
export function checkScopes(machine: Flow, findings: Findings): void {
  checkScope(machine, "", new Set(), findings);
}

function checkScope(flow: Flow, at: string, outside: ReadonlySet<string>, findings: Findings): void {
  const here = new Set<string>();
  for (const state of flow.states.values())
    for (const { name, place } of writtenBy(state, `${at}/States/${state.name}`)) {
      here.add(name);
      if (outside.has(name))
        findings.error(
          "DUPLICATE_VARIABLE_NAME",
          `The variable name '${name}' was already defined in a parent scope.`,
          place,
        );
    }
  const around = new Set([...outside, ...here]);
  for (const state of flow.states.values()) {
    const place = `${at}/States/${state.name}`;
    if (state.type === "Parallel")
      state.branches.forEach((branch, index) => checkScope(branch, `${place}/Branches[${index}]`, around, findings));
    if (state.type === "Map")
      // A distributed map's executions are on their own: they see no variables of the parent's.
      checkScope(
        state.processor,
        `${place}/${state.processorField}`,
        state.mode === "DISTRIBUTED" ? new Set() : around,
        findings,
      );
  }
}

interface Written {
  readonly name: string;
  readonly place: string;
}

function* writtenBy(state: State, at: string): Generator<Written> {
  if ("assign" in state) for (const name of state.assign?.keys() ?? []) yield { name, place: `${at}/Assign` };
  if (state.type === "Choice")
    for (const [index, { assign }] of state.choices.entries())
      for (const name of assign?.keys() ?? []) yield { name, place: `${at}/Choices[${index}]/Assign` };
  if ("catch" in state)
    for (const [index, { assign }] of state.catch.entries())
      for (const name of assign?.keys() ?? []) yield { name, place: `${at}/Catch[${index}]/Assign` };
}
