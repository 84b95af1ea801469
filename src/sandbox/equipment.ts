// What every sandbox is equipped with: its log, its telemetry, who has registered, and the APIs that its processes see of them.

import type { ApiServer } from "./api-server.ts";
import type { InitializationType } from "./environment.ts";
import { extensionsApi } from "./extensions/extensions-api.ts";
import { createRegistrations } from "./extensions/registrations.ts";
import type { Registrations } from "./extensions/registrations.ts";
import { captureLog } from "./log-capture.ts";
import type { LogCapture } from "./log-capture.ts";
import { createPlatformEvents } from "./platform-events.ts";
import type { PlatformEvents } from "./platform-events.ts";
import type { PlainProcess, SandboxProcess } from "./process.ts";
import type { FunctionSpec, LogLine, SandboxOwner } from "./sandboxes.ts";
import { createTelemetry } from "./telemetry/telemetry.ts";
import type { Telemetry } from "./telemetry/telemetry.ts";
import { telemetryApi } from "./telemetry/telemetry-api.ts";

export interface Equipment {
  readonly log: LogCapture;
  readonly events: PlatformEvents;
  readonly telemetry: Telemetry;
  readonly registrations: Registrations;
  /** Takes what an extension writes into the function's log, and to those who listen for it. */
  captureExtension(program: PlainProcess): void;
}

/** Equips one sandbox, and serves its Extensions, Telemetry and Logs APIs. */
export function equip(
  owner: SandboxOwner,
  spec: FunctionSpec,
  parts: {
    readonly process: SandboxProcess;
    readonly logStream: string;
    readonly api: ApiServer;
    readonly initializationType: InitializationType;
  },
): Equipment {
  const { process, logStream, api, initializationType } = parts;
  const nowMs = (): number => owner.nowMs();
  const sink = (lines: readonly LogLine[]): void => owner.log(spec, logStream, lines);
  const telemetry = createTelemetry(api.host, nowMs, spec.logging.format === "JSON");
  const tell =
    (stream: "function" | "extension") =>
    (text: string): void => {
      if (telemetry.isHeard()) telemetry.line(stream, text.replace(/\n$/, ""));
    };
  const log = captureLog(process, nowMs, sink, tell("function"));
  const events = createPlatformEvents(spec, initializationType, nowMs, log, telemetry);
  const registrations = createRegistrations();
  api.serve(extensionsApi(spec, registrations));
  api.serve(telemetryApi(registrations, telemetry, api.host, events.subscribed));
  return {
    log,
    events,
    telemetry,
    registrations,
    captureExtension(program) {
      const extensionLog = captureLog(program, nowMs, sink, tell("extension"));
      void program.exited.then(() => extensionLog.flush());
    },
  };
}
