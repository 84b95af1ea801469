// The environment of a function's process: AWS's variables, the function's own, and nothing of the host's.
// AWS: "Working with Lambda environment variables", defined runtime environment variables.

import type { FunctionCredentials, FunctionSpec } from "./sandboxes.ts";

/** Whether an invocation had to wait for the start. */
export type InitializationType = "on-demand" | "provisioned-concurrency";

export interface Placement {
  /** Folder of the unpacked code. */
  readonly taskRoot: string;
  /** Folder of the bootstrap that runs the code. */
  readonly runtimeDir: string;
  /** Where the layers' files are: "/opt", if the machine allows it. */
  readonly optRoot: string;
  /** node_modules with the AWS SDK. */
  readonly modulesDir: string;
  /** The sandbox's own folder for temporary files, as it sees it. */
  readonly temporaryDir: string;
  readonly logStream: string;
  readonly initializationType: InitializationType;
  /** Host and port of the Runtime API, and of the others that extensions call. */
  readonly runtimeApi: string;
}

/** All variables that the process sees. The function's own cannot replace AWS's: CreateFunction refuses their names. */
export function functionEnvironment(
  spec: FunctionSpec,
  credentials: FunctionCredentials,
  place: Placement,
): Readonly<Record<string, string>> {
  const { taskRoot, optRoot } = place;
  const isManaged = !spec.runtime.startsWith("provided");
  return {
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    // AWS: "Packaging your layer content": where runtimes look for what layers bring.
    PATH: `/usr/local/bin:/usr/bin:/bin:${optRoot}/bin`,
    LD_LIBRARY_PATH: `${taskRoot}:${taskRoot}/lib:${optRoot}/lib`,
    ...languagePaths(spec.runtime, place),
    ...spec.environment,
    _HANDLER: spec.handler,
    AWS_REGION: spec.region,
    AWS_DEFAULT_REGION: spec.region,
    ...(isManaged ? { AWS_EXECUTION_ENV: `AWS_Lambda_${spec.runtime}` } : {}),
    AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: spec.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: place.initializationType,
    AWS_LAMBDA_LOG_GROUP_NAME: spec.logGroup,
    ...(spec.logging.format === "JSON"
      ? { AWS_LAMBDA_LOG_FORMAT: "JSON", AWS_LAMBDA_LOG_LEVEL: spec.logging.applicationLevel }
      : {}),
    AWS_LAMBDA_LOG_STREAM_NAME: place.logStream,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    LAMBDA_TASK_ROOT: taskRoot,
    LAMBDA_RUNTIME_DIR: place.runtimeDir,
    // Home: no SDK in the function reaches real AWS by accident.
    AWS_ENDPOINT_URL: spec.environment["AWS_ENDPOINT_URL"] ?? spec.endpointUrl,
    TMPDIR: place.temporaryDir,
    HOME: place.temporaryDir,
    AWS_LAMBDA_RUNTIME_API: place.runtimeApi,
  };
}

function languagePaths(
  runtime: string,
  { taskRoot, optRoot, modulesDir }: Placement,
): Readonly<Record<string, string>> {
  // The client writes whole messages there, as the other bootstraps do.
  if (runtime.startsWith("java")) return { _LAMBDA_TELEMETRY_LOG_FD: "4" };
  // AWS: "Working with Ruby layers".
  if (runtime.startsWith("ruby")) {
    const gems = `ruby/${runtime.slice("ruby".length)}.0`;
    return {
      GEM_PATH: `${taskRoot}/vendor/bundle/${gems}:${optRoot}/ruby/gems/${gems.slice(5)}`,
      RUBYLIB: `${taskRoot}:${optRoot}/ruby/lib`,
    };
  }
  const node = /^nodejs(\d+)\.x$/.exec(runtime)?.[1];
  if (node !== undefined)
    return { NODE_PATH: `${optRoot}/nodejs/node${node}/node_modules:${optRoot}/nodejs/node_modules:${modulesDir}` };
  return {};
}

/** Variables that only a process started with them honours: such functions do not get a process booted ahead. */
const BOOT_VARIABLES = ["NODE_OPTIONS", "NODE_EXTRA_CA_CERTS", "NODE_ICU_DATA", "LD_PRELOAD", "UV_THREADPOOL_SIZE"];

/** Whether the function's variables bear on how its process starts. Source maps alone do not: the bootstrap turns them on. */
export function needsOwnBoot(environment: Readonly<Record<string, string>>): boolean {
  return BOOT_VARIABLES.some(
    (name) =>
      environment[name] !== undefined &&
      (name !== "NODE_OPTIONS" || environment[name].trim() !== "--enable-source-maps"),
  );
}
