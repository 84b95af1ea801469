// What the author of a template or a configuration reads: collected, all at once, each with its place and its remedy.

export interface SourcePosition {
  /** Path of the file as the author would write it. */
  readonly file: string;
  /** One-based. */
  readonly line: number;
  /** One-based. */
  readonly column: number;
}

export interface Diagnostic {
  readonly severity: "error" | "warning";
  /** Stable and searchable, such as "TEMPLATE_UNKNOWN_PROPERTY". */
  readonly code: string;
  /** One fixed sentence for the code. */
  readonly summary: string;
  /** What was found, why it is wrong and how to fix it, in full sentences. */
  readonly detail: string;
  readonly position?: SourcePosition;
  readonly logicalId?: string;
  /** Path below the resource or document, such as "Properties.QueueName". */
  readonly path?: string;
}

/** One diagnostic as plain text, for terminals without colour and for error messages. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { position } = diagnostic;
  const place = position === undefined ? "" : `${position.file}:${position.line}:${position.column}: `;
  const subject = [diagnostic.logicalId, diagnostic.path].filter((part) => part !== undefined).join(".");
  const about = subject === "" ? "" : ` (${subject})`;
  return `${place}${diagnostic.severity} ${diagnostic.code}: ${diagnostic.summary}${about}\n  ${diagnostic.detail}`;
}
