// The contract between Lambda and the processes that run functions: start what is asked for, reuse what is warm,
// enforce limits, capture logs.

export interface FunctionSpec {
  /** Changes with each new configuration or code: warm sandboxes of another revision are not reused. */
  readonly revision: string;
  readonly functionArn: string;
  readonly functionName: string;
  readonly version: string;
  /** AWS's identifier, such as "nodejs22.x". */
  readonly runtime: string;
  readonly handler: string;
  /** Folder with the unpacked code; sandboxes only read it. */
  readonly codeDir: string;
  readonly layerDirs: readonly string[];
  /** The function's own variables, without AWS's. */
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly ephemeralStorageMb: number;
  readonly account: string;
  readonly region: string;
  readonly logGroup: string;
}

export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAtMs: number;
}

export interface Invocation {
  readonly requestId: string;
  readonly payload: Uint8Array;
  readonly invokedFunctionArn: string;
  /** JSON text of the client context, if the caller gave one. */
  readonly clientContext?: string;
  readonly traceId?: string;
}

export interface InvocationResult {
  readonly payload: Uint8Array;
  /** Set as AWS sets X-Amz-Function-Error: the handler failed, or the sandbox did (time-out, exit, memory). */
  readonly functionError?: "Handled" | "Unhandled";
  /** The last 4 KB of the log, for LogType Tail. */
  readonly logTail: Uint8Array;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly initDurationMs?: number;
  readonly maxMemoryUsedMb: number;
}

export interface LogLine {
  readonly timestampMs: number;
  readonly message: string;
}

/** Where sandboxes turn to: given once, by the Lambda service, when it starts. */
export interface SandboxHost {
  /** Fresh credentials of the function's role. */
  credentials(spec: FunctionSpec): Promise<FunctionCredentials>;
  /** Lines in order, START, END and REPORT included, for one log stream. Called often: batches are welcome. */
  log(spec: FunctionSpec, logStream: string, lines: readonly LogLine[]): void;
}

export interface Sandboxes {
  attach(host: SandboxHost): void;
  /** Runs one invocation in a warm sandbox, or in a new one. Rejects only if no sandbox can be had (unknown runtime). */
  invoke(spec: FunctionSpec, invocation: Invocation): Promise<InvocationResult>;
  /** True if this machine can run the runtime; else the reason, in a sentence. */
  supports(runtime: string): true | string;
  /** Ends the function's warm sandboxes: its code changed or it was deleted. */
  retire(functionArn: string): void;
  stop(): Promise<void>;
}
