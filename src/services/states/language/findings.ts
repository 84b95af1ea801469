// What is found in a definition: each finding has a code, a message and a place, in AWS's words. Pure.
// AWS: API reference of Step Functions, "ValidateStateMachineDefinitionDiagnostic", which lists the codes; messages are recorded from the
// service where they are not marked as ours.

/** A finding, as ValidateStateMachineDefinition gives it. */
export interface Finding {
  readonly severity: "ERROR" | "WARNING";
  readonly code: string;
  readonly message: string;
  /** "/States/Charge/Next"; undefined where no place can be named. */
  readonly location?: string;
}

/** Collects findings in the order in which they are made. */
export interface Findings {
  readonly all: readonly Finding[];
  error(code: string, message: string, location?: string): void;
  /** The error that most findings are: the definition has not the form that it should have. */
  schema(message: string, location: string): void;
  warning(code: string, message: string, location: string): void;
  readonly hasErrors: boolean;
}

// LIMIT: so many findings are kept of one definition; ValidateStateMachineDefinition shows 100.
const MOST = 1000;

export function createFindings(): Findings {
  const all: Finding[] = [];
  const add = (finding: Finding): void => {
    if (all.length < MOST) all.push(finding);
  };
  const error = (code: string, message: string, location?: string): void =>
    add({ severity: "ERROR", code, message, ...(location === undefined ? {} : { location }) });
  return {
    all,
    error,
    schema: (message, location) => error("SCHEMA_VALIDATION_FAILED", message, location),
    warning: (code, message, location) => add({ severity: "WARNING", code, message, location }),
    get hasErrors() {
      return all.some(({ severity }) => severity === "ERROR");
    },
  };
}
