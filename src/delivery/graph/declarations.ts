// Holds what units declare against what they do, for systems that ask for declarations: whoever reads the configuration then knows
// every dependency, and a new one is a change that somebody reviews. Pure.

import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { placeInConfig } from "../system/system.ts";
import type { System } from "../system/system.ts";
import { describeReason, placeText } from "./edges.ts";
import type { Edge } from "./edges.ts";

/** Reports real dependencies that no unit declares, and declared ones that nothing shows; nothing unless the system asks for it. */
export function checkDeclarations(system: System, edges: readonly Edge[]): readonly Diagnostic[] {
  if (system.declare !== "all") return [];
  return system.units.flatMap((unit) => {
    const own = edges.filter((edge) => edge.from === unit.name);
    const real = new Map<string, Edge>();
    for (const edge of own) if (edge.evidence.length > 0 && !real.has(edge.to)) real.set(edge.to, edge);
    return [
      ...[...real.values()].filter((edge) => !unit.dependsOn.includes(edge.to)).map((edge) => undeclared(edge)),
      ...own
        .filter((edge) => edge.reason.kind === "declared" && !real.has(edge.to))
        .map((edge) => declaredOnly(system, edge)),
    ];
  });
}

function undeclared({ from, to, reason, evidence }: Edge): Diagnostic {
  const [first] = evidence;
  const position = first?.position;
  const place = placeText(position);
  return {
    severity: "error",
    code: "GRAPH_UNDECLARED",
    summary: "A unit depends on another one and does not declare it.",
    detail: `Unit "${from}" takes from unit "${to}": ${describeReason(reason)}${place === "" ? "" : `, ${place}`}. Add "${to}" to "dependsOn" of the unit, or take the use away.`,
    ...(position === undefined ? {} : { position }),
    ...(first?.reader === undefined ? {} : { logicalId: first.reader.logicalId }),
  };
}

function declaredOnly(system: System, { from, to }: Edge): Diagnostic {
  return {
    severity: "warning",
    code: "GRAPH_DECLARED_ONLY",
    summary: "A declared dependency shows in no template.",
    detail: `Unit "${from}" declares that it depends on "${to}", but takes nothing from it. Remove it from "dependsOn", unless the code needs that unit in a way that no template shows.`,
    ...placeInConfig(system, ["units", from, "dependsOn"]),
  };
}
