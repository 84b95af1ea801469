// What is wrong with a template: a diagnostic for its author, and the text in which CloudFormation itself reports it.

import type { Diagnostic, SourcePosition } from "../../../kernel/diagnostics.ts";

export interface Problem extends Diagnostic {
  readonly severity: "error";
  /** CloudFormation's own wording, which tools and people search for. */
  readonly awsMessage: string;
}

/** Makes a problem; `position` may be unknown. */
export function problem(
  fields: Omit<Problem, "severity" | "position"> & { position: SourcePosition | undefined },
): Problem {
  const { position, ...others } = fields;
  return { severity: "error", ...others, ...(position === undefined ? {} : { position }) };
}

/** All problems as one error message: AWS's text first, with the place behind it, so that tools still find what they search. */
export function describeProblems(problems: readonly Problem[]): string {
  const lines = problems.map(({ awsMessage, position }) =>
    position === undefined ? awsMessage : `${awsMessage} (${position.file}:${position.line}:${position.column})`,
  );
  return [...new Set(lines)].join("\n");
}
