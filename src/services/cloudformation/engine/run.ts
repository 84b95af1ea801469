// Runs an operation on a stack from its phase to its end. All state is in the store: a run that a crash interrupted is
// taken up by the next, which finds in the journal what was done and what was under way.

import type { Job, JobHandler, JobOutcome } from "../../../service/jobs.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { OperationPhase, OperationRecord } from "../records.ts";
import { findStack, loadDeployment, loadOperation } from "../repo.ts";
import { isRecord } from "../template/values.ts";
import type { FindResourceType, TypesOf } from "../template/validate.ts";
import { runCleanup } from "./cleanup.ts";
import { runDelete } from "./delete.ts";
import { withEngineTypes } from "./engine-types.ts";
import { runForward } from "./forward.ts";
import { runRestore } from "./restore.ts";
import { attemptOf } from "./work.ts";
import type { Work } from "./work.ts";

/** The kind of job that runs a stack's operation. */
export const OPERATE = "cloudformation/operate";

const PHASES: Readonly<Record<Exclude<OperationPhase, "done">, (work: Work) => Promise<void>>> = {
  forward: runForward,
  cleanup: (work) => runCleanup(work, "UPDATE_COMPLETE"),
  rollback: (work) => runDelete(work, "ROLLBACK"),
  restore: runRestore,
  "restore-cleanup": (work) => runCleanup(work, "UPDATE_ROLLBACK_COMPLETE"),
  delete: (work) => runDelete(work, "DELETE"),
};

/** The handler of those jobs. */
export function operateHandler(typesOf: TypesOf): JobHandler {
  return {
    kind: OPERATE,
    async run(job: Job, yard: YardContext): Promise<JobOutcome> {
      const { stackId, operationId } = readPayload(job.payload);
      const scope = { account: job.account, region: job.region };
      const load = () => yard.store.read((tx) => loadOperation(tx, scope, stackId));
      for (;;) {
        const operation = load();
        // A later operation has taken over, or this one has ended before the job was removed.
        if (operation === undefined || operation.id !== operationId || operation.phase === "done") return "done";
        const work = openWork(yard, scope, stackId, operation, typesOf(yard, scope));
        if (work === undefined) return "done";
        await PHASES[operation.phase](work);
      }
    },
  };
}

/** What a phase works with; undefined where the stack is gone. */
function openWork(
  yard: YardContext,
  scope: Scope,
  stackId: string,
  operation: OperationRecord,
  findType: FindResourceType,
): Work | undefined {
  const { stack, stackTags, previousTags } = yard.store.read((tx) => {
    const tagsOf = (id: string | undefined) =>
      id === undefined ? undefined : loadDeployment(tx, scope, stackId, id)?.tags;
    const previousTags = tagsOf(operation.previousId) ?? {};
    const stackTags = tagsOf(operation.targetId) ?? previousTags;
    return { stack: findStack(tx, scope, stackId), stackTags, previousTags };
  });
  if (stack === undefined) return undefined;
  const { stackName } = stack;
  const aws = yard.as(operation.principal, scope);
  // Of its own for each phase: what stops the forward way does not stop the way back.
  const stop = new AbortController();
  const findOwnType = withEngineTypes(findType, { yard, scope, attempt: attemptOf(operation), stopped: stop.signal });
  return { yard, scope, findType: findOwnType, stackId, stackName, operation, aws, stop, stackTags, previousTags };
}

function readPayload(payload: unknown): { stackId: string; operationId: string } {
  const { stackId, operationId } = isRecord(payload) ? payload : {};
  return { stackId: String(stackId), operationId: String(operationId) };
}
