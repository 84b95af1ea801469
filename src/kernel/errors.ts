// The kinds of errors that are thrown: AWS errors (for SDK clients), operator errors (for the person at the CLI) and
// broken invariants (for us). Diagnostics are collected, not thrown: diagnostics.ts.

/** An error as an AWS client sees it: AWS's code, status and wording. */
export class AwsError extends Error {
  /** The code as it goes over the wire, such as "ResourceNotFoundException". */
  readonly code: string;
  /** The HTTP status. */
  readonly status: number;
  readonly fault: "client" | "server";
  /** Further members of the error's shape, by their wire names. */
  readonly members: Readonly<Record<string, unknown>>;
  /** HTTP headers that REST protocols send with it, beside those of its members. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(options: {
    code: string;
    message: string;
    status?: number;
    members?: Record<string, unknown>;
    headers?: Record<string, string>;
    cause?: unknown;
  }) {
    super(options.message, { cause: options.cause });
    this.name = options.code;
    this.code = options.code;
    this.status = options.status ?? 400;
    this.fault = this.status >= 500 ? "server" : "client";
    this.members = options.members ?? {};
    this.headers = options.headers ?? {};
  }
}

/** An error which the person at the command line can act on. */
export class OperatorError extends Error {
  /** A stable code of the form ERR_*. */
  readonly code: string;
  /** What to try next: one command or sentence a line. */
  readonly hints: readonly string[];

  constructor(options: { code: `ERR_${string}`; message: string; hints?: readonly string[]; cause?: unknown }) {
    super(options.message, { cause: options.cause });
    this.name = "OperatorError";
    this.code = options.code;
    this.hints = options.hints ?? [];
  }
}

/** A broken invariant: a bug of ours. Never swallowed; 500 at the edge. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** Throws an InvariantError unless `condition` holds. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
