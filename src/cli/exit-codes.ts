// The exit codes of the command line, as `stackyard --help` lists them, and the way from an error to one.

/** Every exit code and its meaning. */
export const EXIT = {
  ok: { code: 0, meaning: "All that was asked for is done." },
  failed: { code: 1, meaning: "A unit failed, was blocked, or a function answered with an error." },
  usage: { code: 2, meaning: "The command line, the configuration or a template is wrong; nothing was changed." },
  unreachable: { code: 3, meaning: "No server runs, or it cannot be started or reached." },
  refused: { code: 4, meaning: "The cloud refused: wrong account, no credentials, or a call that failed." },
  locked: { code: 5, meaning: "Someone else releases into the environment, or has taken this release's place." },
  dataLoss: { code: 6, meaning: "Data would be lost, and nobody allowed it; what loses it was not changed." },
  stale: { code: 7, meaning: "A saved plan does not fit any more: environment or sources moved. Nothing was changed." },
  bug: { code: 70, meaning: "Stackyard itself is wrong. Please report it." },
  interrupted: { code: 130, meaning: "Interrupted by Ctrl-C; what was changing is complete, the rest not begun." },
} as const;

/** The exit code for each code of an operator error. */
export const EXIT_OF_ERROR: Readonly<Record<string, number>> = {
  ERR_ADOPT: EXIT.usage.code,
  ERR_ARTIFACT_GONE: EXIT.refused.code,
  ERR_CANNOT_PROMOTE: EXIT.failed.code,
  ERR_CONTROL_REFUSED: EXIT.refused.code,
  ERR_DATA_LOSS: EXIT.dataLoss.code,
  ERR_ENVIRONMENT_EXISTS: EXIT.usage.code,
  ERR_ENVIRONMENT_NAME: EXIT.usage.code,
  ERR_ENVIRONMENT_TTL: EXIT.usage.code,
  ERR_GIT: EXIT.usage.code,
  ERR_FORMAT: EXIT.usage.code,
  ERR_MODELS_MISSING: EXIT.unreachable.code,
  ERR_MOVE_REFUSED: EXIT.refused.code,
  ERR_NO_AUTHORITY: EXIT.usage.code,
  ERR_NO_CREDENTIALS: EXIT.refused.code,
  ERR_NO_DENIAL: EXIT.usage.code,
  ERR_NO_FORK: EXIT.usage.code,
  ERR_NO_FUNCTION: EXIT.usage.code,
  ERR_NO_SELECTION: EXIT.usage.code,
  ERR_NO_RELEASE: EXIT.usage.code,
  ERR_NO_SERVER: EXIT.unreachable.code,
  ERR_NO_SYSTEM: EXIT.usage.code,
  ERR_NOT_APPROVED: EXIT.refused.code,
  ERR_SHARED_IN_USE: EXIT.refused.code,
  ERR_NOT_LOCAL: EXIT.usage.code,
  ERR_PAYLOAD: EXIT.usage.code,
  ERR_PLAN_BREAKS: EXIT.failed.code,
  ERR_PLAN_FILE: EXIT.usage.code,
  ERR_PLAN_STALE: EXIT.stale.code,
  ERR_PORT_IN_USE: EXIT.unreachable.code,
  ERR_DNS_PORT_IN_USE: EXIT.unreachable.code,
  ERR_HTTPS_PORT_IN_USE: EXIT.unreachable.code,
  ERR_PROMOTE_INSTEAD: EXIT.refused.code,
  ERR_PROTECTED: EXIT.refused.code,
  ERR_RELEASE_LOCKED: EXIT.locked.code,
  ERR_RELEASE_LOST: EXIT.locked.code,
  ERR_RESOURCE_TYPE: EXIT.usage.code,
  ERR_SERVER_RUNS: EXIT.unreachable.code,
  ERR_UNKNOWN_ENVIRONMENT: EXIT.usage.code,
  ERR_UNKNOWN_UNIT: EXIT.usage.code,
  ERR_USAGE: EXIT.usage.code,
  ERR_WRONG_ACCOUNT: EXIT.refused.code,
};

/** Ends the command with a code, after everything was said. */
export class Exit extends Error {
  override readonly name = "Exit";
  readonly code: number;

  constructor(code: number) {
    super(`Exit with code ${code}.`);
    this.code = code;
  }
}
