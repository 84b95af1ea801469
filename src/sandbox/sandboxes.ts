// The contract between Lambda and the processes that run functions: start what is asked for, reuse what is warm,
// enforce limits, capture logs. sandbox-host.ts implements it.

/** A deployment package or a layer: a zip, named by its content, so that it is unpacked once for all who use it. */
export interface CodePackage {
  /** SHA-256 of the zip in lower-case hex. */
  readonly sha256: string;
  /** Path of the zip; only read. */
  readonly zipPath: string;
}

/** Why a deployment package cannot be used. */
export type CodeProblem = "not-a-zip" | "too-large" | "unsafe-path";

/** Rejects `unpack` and `invoke`: the package itself is at fault. */
export class CodePackageError extends Error {
  override readonly name = "CodePackageError";
  readonly problem: CodeProblem;

  constructor(problem: CodeProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

export interface FunctionSpec {
  /** Changes with each new configuration or code: warm sandboxes of another revision are not reused. */
  readonly revision: string;
  /** Unqualified: all versions of a function share it. */
  readonly functionArn: string;
  readonly functionName: string;
  readonly version: string;
  /** AWS's identifier, such as "nodejs22.x". */
  readonly runtime: string;
  readonly handler: string;
  /** Unpacked into a folder of the sandbox host; sandboxes only read it. */
  readonly code: CodePackage;
  /** Presented together below /opt; of files with one path the last layer's is seen. */
  readonly layers: readonly CodePackage[];
  /** The function's own variables, without AWS's. */
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly ephemeralStorageMb: number;
  readonly account: string;
  readonly region: string;
  /** Whose credentials the function gets: for the owner, which the host asks. */
  readonly roleArn: string;
  readonly logGroup: string;
  /** AWS: "Configuring advanced logging controls": levels bear on JSON only. */
  readonly logging: {
    readonly format: "Text" | "JSON";
    readonly applicationLevel: "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";
    readonly systemLevel: "DEBUG" | "INFO" | "WARN";
  };
  /** AWS_ENDPOINT_URL of the function: the yard's own origin. */
  readonly endpointUrl: string;
}

export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** On the yard's clock. */
  readonly expiresAtMs: number;
}

export interface Invocation {
  readonly requestId: string;
  readonly payload: Uint8Array;
  readonly invokedFunctionArn: string;
  /** JSON text of the client context, if the caller gave one. */
  readonly clientContext?: string;
  readonly traceId?: string;
  /** Its caller is a function that waits for the answer, and holds a place meanwhile. */
  readonly isNested?: boolean;
  /** Takes the response while the function writes it. A function that does not stream answers whole all the same. */
  readonly sink?: ResponseSink;
}

/** Where a streamed response goes. */
export interface ResponseSink {
  /** The response begins: before the first chunk. */
  begin(contentType: string): void;
  /** Gives a promise where the receiver is slow: the function's writes wait for it, as its time runs on. */
  write(chunk: Uint8Array): Promise<void> | undefined;
}

export interface InvocationResult {
  /** Of a response that was streamed: empty, or the error that broke it off. */
  readonly payload: Uint8Array;
  /** Set as AWS sets X-Amz-Function-Error: the handler failed, or the sandbox did (time-out, exit, memory). */
  readonly functionError?: "Handled" | "Unhandled";
  /** The last 4 KB of the log, for LogType Tail. */
  readonly logTail: Uint8Array;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  /** Only where this invocation started its sandbox. */
  readonly initDurationMs?: number;
  readonly maxMemoryUsedMb: number;
  /**
   * The function has answered, and its extensions go on with the invocation: how it will have been, with all that they took. Until then
   * it holds its sandbox. Never rejects.
   */
  readonly whole?: Promise<InvocationResult>;
}

export interface LogLine {
  /** On the yard's clock. */
  readonly timestampMs: number;
  /** As it goes into the log stream, with its line break if it had one. */
  readonly message: string;
}

/** Where sandboxes turn to, for one yard: several yards (forks) share one host, and no sandbox. */
export interface SandboxOwner {
  /** Time as the functions' logs and credentials have it. */
  nowMs(): number;
  /** Fresh credentials of the function's role. */
  credentials(spec: FunctionSpec): Promise<FunctionCredentials>;
  /** Lines in order, START, END and REPORT included, for one log stream. Called often: batches are welcome. Must not throw. */
  log(spec: FunctionSpec, logStream: string, lines: readonly LogLine[]): void;
}

/** A runtime and the program of this machine that runs its functions. */
export interface RuntimeInUse {
  readonly runtime: string;
  /** As people call it: "Node 20.20.2". */
  readonly program: string;
  /** Whether that is the version which the runtime names. */
  readonly isExact: boolean;
}

/** How a function is debugged. */
export interface InspectionSettings {
  /** On 127.0.0.1; 0 takes any. */
  readonly port: number;
  /** Whether the function's code is loaded only when a debugger has come, and stops at its first line. */
  readonly breaks: boolean;
  /** The folder that was bundled or zipped: source maps then lead to the files in it. */
  readonly sourceDir?: string;
}

/** A function that is debugged. */
export interface Inspection {
  readonly port: number;
  /** The folder in which debuggers see its code; the same for each version that runs at this port. */
  readonly codeDir: string;
  /** AWS's identifier of the runtime. */
  readonly runtime: string;
  end(): Promise<void>;
}

/** Why this machine does not run a runtime. */
export interface MissingRuntime {
  /** A sentence or two. */
  readonly reason: string;
  /** Whether it would, if something were installed: the reason says what. */
  readonly isInstallable: boolean;
}

/** Sandboxes that are kept ready. */
export interface Provisioned {
  /** How many are initialised, busy ones included. */
  allocated(): number;
  /** Why there are not as many as were asked for, and no more are tried. */
  failure(): string | undefined;
}

export interface Sandboxes {
  /**
   * Runs one invocation in a warm sandbox, or in a new one. Rejects only if no sandbox can be had (unknown runtime,
   * unusable package, no credentials): what goes wrong inside is a result.
   */
  invoke(owner: SandboxOwner, spec: FunctionSpec, invocation: Invocation): Promise<InvocationResult>;
  /** Unpacks a package ahead of its first use, and says how large it is then; rejects with a CodePackageError. */
  unpack(code: CodePackage): Promise<{ readonly unzippedBytes: number }>;
  /** A hint that functions of this runtime will run soon: processes are booted ahead. */
  prepare(runtime: string): void;
  /** True if this machine can run the runtime. */
  supports(runtime: string): true | MissingRuntime;
  /** What really runs a runtime here; undefined if nothing does. */
  programOf(runtime: string): RuntimeInUse | undefined;
  /** The same of all runtimes that were asked for so far. */
  runtimes(): readonly RuntimeInUse[];
  /**
   * Keeps this many sandboxes ready, initialised before anybody needs them; the next call for the same spec changes the
   * number, and 0 lets them go.
   */
  provision(owner: SandboxOwner, spec: FunctionSpec, count: number): Provisioned;
  /**
   * Lets a debugger come to the function, in the one sandbox that it has from now on; its time stops while one is attached.
   * `spec` gives the function as it is. Rejects if its runtime has no debugger, or the port is taken.
   */
  inspect(owner: SandboxOwner, spec: () => FunctionSpec, settings: InspectionSettings): Promise<Inspection>;
  /**
   * Ends the function's sandboxes, or those of one version, busy ones when they are done: its code changed or it was
   * deleted.
   */
  retire(owner: SandboxOwner, functionArn: string, version?: string): void;
  /** Ends all sandboxes of an owner: its yard is closed. */
  retireAll(owner: SandboxOwner): void;
  /** Ends all sandboxes and waits until their processes are gone. */
  stop(): Promise<void>;
}
