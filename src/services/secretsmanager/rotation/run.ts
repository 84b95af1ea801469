// A rotation: the function is called once for each step, with the version that it is to make.
// AWS: "Lambda rotation functions", "How rotation works".

import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import { removeValue, saveSecret } from "../repo.ts";
import { locate } from "../secrets.ts";
import { CURRENT, PENDING } from "../versions.ts";
import { ROTATE, type RotationPayload } from "./start.ts";

const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"] as const;
// DEVIATION: AWS says that a rotation is retried several times, but not how often, nor when.
const MOST_ATTEMPTS = 5;
const RETRY_MS = 5 * 60_000;

/** All services as Secrets Manager, on behalf of one secret. */
export function asSecretsManager(yard: YardContext, { account, region }: Scope, secretArn: string): AwsApis {
  const service = "secretsmanager.amazonaws.com";
  return yard.as({ kind: "service", service, sourceArn: secretArn, sourceAccount: account }, { account, region });
}

/** Rotates; what fails is tried again from the first step. */
export const rotationJob: JobHandler = {
  kind: ROTATE,
  async run(job, yard) {
    const { arn, versionId, isTest } = job.payload as RotationPayload;
    const { rotation, deletion } = yard.store.read((tx) => locate(tx, job, arn))?.secret ?? {};
    if (rotation?.isEnabled !== true || deletion !== undefined) return "done";
    const problem = await callSteps(yard, job, rotation.functionArn, arn, versionId, isTest ? ["testSecret"] : STEPS);
    if (isTest) {
      dropTest(yard, job, arn, versionId);
      return "done";
    }
    if (problem === undefined && finish(yard, job, arn, versionId)) return "done";
    yard.log.write("warn", "secretsmanager.rotation.failed", {
      secret: arn,
      attempt: job.attempt,
      problem: problem ?? `The function did not move ${CURRENT} to version ${versionId}.`,
    });
    return job.attempt >= MOST_ATTEMPTS ? "done" : { retryAtMs: yard.clock.nowMs() + RETRY_MS };
  },
};

/** What went wrong, if anything did. */
async function callSteps(
  yard: YardContext,
  scope: Scope,
  functionArn: string,
  secretArn: string,
  versionId: string,
  steps: readonly string[],
): Promise<string | undefined> {
  for (const Step of steps) {
    const event = { Step, SecretId: secretArn, ClientRequestToken: versionId };
    try {
      const { FunctionError: failure } = await asSecretsManager(yard, scope, secretArn).lambda.invoke({
        FunctionName: functionArn,
        Payload: Buffer.from(JSON.stringify(event)),
      });
      if (failure !== undefined) return `The function failed in step ${Step}.`;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return `The function could not be called in step ${Step}: ${error.message}`;
    }
  }
  return undefined;
}

/** Notes the rotation if its version is the current one now. */
function finish(yard: YardContext, scope: Scope, arn: string, versionId: string): boolean {
  return yard.store.write((tx) => {
    const located = locate(tx, scope, arn);
    if (located === undefined) return true;
    if (located.secret.versions[versionId]?.stages.includes(CURRENT) !== true) return false;
    saveSecret(tx, located.scope, { ...located.secret, rotatedAtMs: yard.clock.nowMs() });
    return true;
  });
}

/** AWS: "This test creates an AWSPENDING version of the secret and then removes it." */
function dropTest(yard: YardContext, scope: Scope, arn: string, versionId: string): void {
  yard.store.write((tx) => {
    const located = locate(tx, scope, arn);
    const version = located?.secret.versions[versionId];
    if (located === undefined || version === undefined || version.stages.some((stage) => stage !== PENDING)) return;
    const { [versionId]: _, ...versions } = located.secret.versions;
    removeValue(tx, located.scope, arn, versionId);
    saveSecret(tx, located.scope, { ...located.secret, versions });
  });
}
