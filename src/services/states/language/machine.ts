// A state machine as it is parsed: what an interpreter walks. Pure data, no JSON of the author's left but literals.
// AWS: "Amazon States Language" (states-language.net) and the developer guide's pages of the eight types of states.

import type { IntrinsicCall } from "./intrinsics.ts";
import type { Path } from "./paths.ts";
import type { TaskResource } from "./task-resources.ts";

export type QueryLanguage = "JSONPath" | "JSONata";
export type MachineType = "STANDARD" | "EXPRESS";

/** States and where they begin: a machine, a branch, what a map does with an item. */
export interface Flow {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

export interface Machine extends Flow {
  readonly comment?: string;
  readonly queryLanguage: QueryLanguage;
  readonly timeoutSeconds?: number;
  readonly version: "1.0";
}

export type State =
  | ChoiceState
  | FailState
  | MapState
  | ParallelState
  | PassState
  | SucceedState
  | TaskState
  | WaitState;
export type StateType = State["type"];

/** Where an execution goes after a state. */
export type Transition = { readonly next: string } | { readonly end: true };

interface AnyState {
  readonly name: string;
  readonly comment?: string;
  readonly queryLanguage: QueryLanguage;
}

/** What all types but Fail do with their input and output. Absent paths are "$". */
interface Dataflow {
  /** null: the input is an empty object. */
  readonly inputPath?: PathOrNone;
  /** null: the output is an empty object. */
  readonly outputPath?: PathOrNone;
  /** JSONata. */
  readonly output?: Template;
}

/** What states that write variables have. */
interface Assigning {
  readonly assign?: Assignments;
}

/** By the variable's name. */
export type Assignments = ReadonlyMap<string, Template>;

/** What states with a result of their own have. */
interface Resulting {
  /** null: the result is thrown away, and the input is the output. */
  readonly resultPath?: PathOrNone;
}

export type PathOrNone = Path | null;

export interface PassState extends AnyState, Dataflow, Assigning, Resulting {
  readonly type: "Pass";
  readonly parameters?: Template;
  /** As it stands: nothing in it is evaluated. */
  readonly result?: { readonly value: unknown };
  readonly transition: Transition;
}

/** What Task, Parallel and Map have in common. */
interface Working extends AnyState, Dataflow, Assigning, Resulting {
  /** JSONPath's "Parameters", JSONata's "Arguments". */
  readonly arguments?: Template;
  readonly resultSelector?: Template;
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
  readonly transition: Transition;
}

export interface TaskState extends Working {
  readonly type: "Task";
  readonly resource: TaskResource;
  readonly timeoutSeconds?: Quantity;
  readonly heartbeatSeconds?: Quantity;
  /** The role in whose name the task is done, of another account mostly. */
  readonly roleArn?: Template;
}

export interface ParallelState extends Working {
  readonly type: "Parallel";
  readonly branches: readonly Flow[];
}

export interface MapState extends Working {
  readonly type: "Map";
  readonly processor: Flow;
  /** How the definition calls it. */
  readonly processorField: "ItemProcessor" | "Iterator";
  readonly mode: "INLINE" | "DISTRIBUTED";
  /** Of the child executions of a distributed map. */
  readonly executionType?: MachineType;
  readonly label?: string;
  /** JSONPath's "ItemsPath". */
  readonly itemsPath?: Path;
  /** JSONata's "Items". */
  readonly items?: Template;
  readonly itemSelector?: Template;
  readonly itemReader?: ItemReader;
  readonly itemBatcher?: ItemBatcher;
  readonly resultWriter?: ResultWriter;
  readonly maxConcurrency?: Quantity;
  readonly toleratedFailureCount?: Quantity;
  readonly toleratedFailurePercentage?: Quantity;
}

export interface ItemReader {
  readonly resource: string;
  readonly arguments?: Template;
  /** "CSV", "JSON", "JSONL", "MANIFEST", "PARQUET", in the words of the definition; undefined for a listing. */
  readonly inputType?: string;
  readonly csvHeaderLocation?: "FIRST_ROW" | "GIVEN";
  readonly csvHeaders?: readonly string[];
  readonly csvDelimiter?: string;
  readonly maxItems?: Quantity;
}

export interface ItemBatcher {
  readonly batchInput?: Template;
  readonly maxItemsPerBatch?: Quantity;
  readonly maxInputBytesPerBatch?: Quantity;
}

export interface ResultWriter {
  readonly resource?: string;
  readonly arguments?: Template;
  readonly transformation?: string;
  readonly outputType?: string;
}

export interface WaitState extends AnyState, Dataflow, Assigning {
  readonly type: "Wait";
  /** Seconds to wait, or the time until which. */
  readonly until:
    | { readonly kind: "seconds"; readonly seconds: Quantity }
    | { readonly kind: "timestamp"; readonly timestamp: Template };
  readonly transition: Transition;
}

export interface ChoiceState extends AnyState, Dataflow, Assigning {
  readonly type: "Choice";
  readonly choices: readonly ChoiceRule[];
  readonly default?: string;
}

export interface ChoiceRule extends Assigning {
  readonly test: ChoiceTest;
  readonly next: string;
  /** JSONata. */
  readonly output?: Template;
}

/** What decides: JSONata's condition, or JSONPath's comparisons, put together. */
export type ChoiceTest =
  | { readonly kind: "condition"; readonly condition: Template }
  | { readonly kind: "and" | "or"; readonly tests: readonly ChoiceTest[] }
  | { readonly kind: "not"; readonly test: ChoiceTest }
  | {
      readonly kind: "compare";
      readonly variable: Path;
      /** "NumericEquals", "IsPresent": without "Path". */
      readonly operator: string;
      readonly operand: { readonly value: string | number | boolean } | { readonly path: Path };
    };

export interface SucceedState extends AnyState, Dataflow {
  readonly type: "Succeed";
}

export interface FailState extends AnyState {
  readonly type: "Fail";
  readonly error?: Template;
  readonly cause?: Template;
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds?: number;
  readonly jitterStrategy: "NONE" | "FULL";
}

export interface Catcher extends Assigning, Resulting {
  readonly errorEquals: readonly string[];
  readonly next: string;
  /** JSONata. */
  readonly output?: Template;
}

/** A number, or where it is found. */
export type Quantity =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "expression"; readonly expression: string };

/** JSON with places that are filled in when the state runs. */
export type Template =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "object"; readonly fields: readonly (readonly [name: string, value: Template])[] }
  | { readonly kind: "array"; readonly items: readonly Template[] }
  | { readonly kind: "path"; readonly path: Path }
  | { readonly kind: "intrinsic"; readonly call: IntrinsicCall }
  /** JSONata, without its "{%" and "%}". */
  | { readonly kind: "expression"; readonly expression: string };
