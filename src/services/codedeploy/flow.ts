// A deployment's way: hook, traffic, hook, as durable jobs on the yard's clock; what stops it, and what takes it back. All calls are the
// group's role's. Each step looks at the record first, so a step that a crash repeats, or that comes too late, does no harm.

import { AwsError } from "../../kernel/errors.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import { withServiceRole } from "../../service/role-sessions.ts";
import type { WriteTx } from "../../store/store.ts";
import { nextPercentage } from "./configs.ts";
import { groupArn, newDeploymentId } from "./names.ts";
import { notifyTriggers } from "./notices.ts";
import type { DeploymentRecord, DeploymentStatus, HookName, LifecycleEvent } from "./records.ts";
import { loadDeployment, saveDeployment } from "./repo.ts";

/** AWS: "AppSpec 'hooks' section": a function that does not report within an hour has failed. */
const HOOK_TIMEOUT_MS = 3_600_000;
/** How often alarms are looked at. AWS does not say. */
const LOOK_MS = 10_000;

interface Step {
  readonly deploymentId: string;
  readonly do: "begin" | "shift" | "look" | "time-out" | "next";
  /** Of a time-out: whose. */
  readonly executionId?: string;
}

/** Saves a new deployment and has it begin. */
export function startDeployment(yard: YardContext, tx: WriteTx, scope: Scope, deployment: DeploymentRecord): void {
  saveDeployment(tx, scope, deployment);
  enqueue(yard, tx, scope, { deploymentId: deployment.id, do: "begin" });
}

function enqueue(yard: YardContext, tx: WriteTx, { account, region }: Scope, payload: Step, afterMs = 0): void {
  const due = afterMs === 0 ? {} : { dueAtMs: yard.clock.nowMs() + afterMs };
  yard.jobs.enqueue(tx, { account, region, kind: stepJob.kind, payload, ...due });
}

export const stepJob: JobHandler = {
  kind: "codedeploy/step",
  async run(job, yard) {
    const step = job.payload as Step;
    const deployment = yard.store.read((tx) => loadDeployment(tx, job, step.deploymentId));
    const isRunning = deployment?.status === "Created" || deployment?.status === "InProgress";
    if (deployment === undefined || !isRunning) return "done";
    try {
      await STEPS[step.do](yard, job, deployment, step);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const code = /AccessDenied|Unauthorized/i.test(error.code)
        ? "IAM_ROLE_PERMISSIONS"
        : "INVALID_LAMBDA_CONFIGURATION";
      endDeployment(yard, job, deployment.id, "Failed", { code, message: error.message });
    }
    return "done";
  },
};

type StepRun = (yard: YardContext, scope: Scope, deployment: DeploymentRecord, step: Step) => Promise<void>;

const STEPS: Readonly<Record<Step["do"], StepRun>> = { begin, shift, look, "time-out": timeOut, next };

async function begin(yard: YardContext, scope: Scope, deployment: DeploymentRecord): Promise<void> {
  const { id: deploymentId, alarms } = deployment;
  change(yard, scope, deploymentId, (present, tx) => {
    notifyTriggers(yard, tx, scope, present, "DeploymentStart");
    if (alarms.length > 0) enqueue(yard, tx, scope, { deploymentId, do: "look" });
    enqueue(yard, tx, scope, { deploymentId, do: "next" });
    return { ...present, status: "InProgress", startedAtMs: yard.clock.nowMs() };
  });
  await Promise.resolve();
}

/** Goes on with the first lifecycle event that has not begun; after the last the deployment has succeeded. */
async function next(yard: YardContext, scope: Scope, deployment: DeploymentRecord): Promise<void> {
  const event = deployment.events.find(({ status }) => status !== "Succeeded");
  if (event === undefined) {
    endDeployment(yard, scope, deployment.id, "Succeeded");
    return;
  }
  if (event.status === "Pending" && event.name === "AllowTraffic") {
    setEvent(yard, scope, deployment.id, event.name, { status: "InProgress", startMs: yard.clock.nowMs() });
    await shift(yard, scope, deployment);
  } else if (event.name !== "AllowTraffic") await runHook(yard, scope, deployment, event.name, event);
}

async function runHook(
  yard: YardContext,
  scope: Scope,
  deployment: DeploymentRecord,
  name: HookName,
  event: LifecycleEvent,
): Promise<void> {
  const { id: deploymentId, appSpec } = deployment;
  const hook = appSpec.hooks[name];
  if (hook === undefined) {
    const nowMs = yard.clock.nowMs();
    completeEvent(yard, scope, deploymentId, name, { status: "Succeeded", startMs: nowMs, endMs: nowMs });
    return;
  }
  const executionId = event.executionId ?? yard.random.uuid();
  change(yard, scope, deploymentId, (present, tx) => {
    if (event.executionId === undefined)
      enqueue(yard, tx, scope, { deploymentId, do: "time-out", executionId }, HOOK_TIMEOUT_MS);
    return withEvent(present, name, { status: "InProgress", startMs: yard.clock.nowMs(), executionId });
  });
  const input = { DeploymentId: deploymentId, LifecycleEventHookExecutionId: executionId };
  try {
    await asRole(yard, scope, deployment, (aws) =>
      aws.lambda.invoke({
        FunctionName: hook,
        InvocationType: "Event",
        Payload: Buffer.from(JSON.stringify(input)),
      }),
    );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    failHook(yard, scope, deploymentId, name, `The function ${hook} could not be invoked: ${error.message}`);
  }
}

/** A function reports how its hook went. */
export function hookReported(
  yard: YardContext,
  scope: Scope,
  deployment: DeploymentRecord,
  event: LifecycleEvent,
  hasSucceeded: boolean,
): void {
  const name = event.name as HookName;
  if (hasSucceeded) completeEvent(yard, scope, deployment.id, name, { status: "Succeeded", endMs: yard.clock.nowMs() });
  else failHook(yard, scope, deployment.id, name, `The ${name} hook reported a failure.`);
}

function failHook(yard: YardContext, scope: Scope, deploymentId: string, name: HookName, message: string): void {
  setEvent(yard, scope, deploymentId, name, { status: "Failed", endMs: yard.clock.nowMs() });
  endDeployment(yard, scope, deploymentId, "Failed", { code: "HOOK_EXECUTION_FAILURE", message });
}

async function timeOut(yard: YardContext, scope: Scope, deployment: DeploymentRecord, step: Step): Promise<void> {
  const event = deployment.events.find(({ executionId }) => executionId === step.executionId);
  if (event?.status === "InProgress" && event.name !== "AllowTraffic")
    failHook(yard, scope, deployment.id, event.name, `The ${event.name} hook did not report within an hour.`);
  await Promise.resolve();
}

/** Gives the target version its next share of the traffic. */
async function shift(yard: YardContext, scope: Scope, deployment: DeploymentRecord): Promise<void> {
  const { id: deploymentId, appSpec, traffic } = deployment;
  const percentage = nextPercentage(traffic, deployment.percentage);
  const { functionName, alias, currentVersion, targetVersion } = appSpec;
  const isWhole = percentage === 100;
  // What is due next before anything is awaited: a clock that is moved meets all shifts in their order.
  if (!isWhole && traffic.kind !== "AllAtOnce")
    change(yard, scope, deploymentId, (present, tx) => {
      enqueue(yard, tx, scope, { deploymentId, do: "shift" }, traffic.minutes * 60_000);
      return { ...present, percentage };
    });
  await asRole(yard, scope, deployment, (aws) =>
    aws.lambda.updateAlias({
      FunctionName: functionName,
      Name: alias,
      FunctionVersion: isWhole ? targetVersion : currentVersion,
      RoutingConfig: { AdditionalVersionWeights: isWhole ? {} : { [targetVersion]: percentage / 100 } },
    }),
  );
  if (!isWhole) return;
  change(yard, scope, deploymentId, (present) => ({ ...present, percentage }));
  completeEvent(yard, scope, deploymentId, "AllowTraffic", { status: "Succeeded", endMs: yard.clock.nowMs() });
}

/** Looks at the alarms, and stops the deployment if one has gone off. */
async function look(yard: YardContext, scope: Scope, deployment: DeploymentRecord): Promise<void> {
  const { id: deploymentId, alarms, ignoresPollFailure } = deployment;
  // The next look before anything is awaited.
  change(yard, scope, deploymentId, (present, tx) => {
    enqueue(yard, tx, scope, { deploymentId, do: "look" }, LOOK_MS);
    return present;
  });
  let active: readonly string[];
  try {
    active = await asRole(yard, scope, deployment, async (aws) => {
      const { MetricAlarms = [], CompositeAlarms = [] } = await aws.cloudWatch.describeAlarms({
        AlarmNames: [...alarms],
        AlarmTypes: ["CompositeAlarm", "MetricAlarm"],
        StateValue: "ALARM",
      });
      return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName = "" }) => AlarmName);
    });
  } catch (error) {
    // AWS: AlarmConfiguration, ignorePollAlarmFailure: whether a deployment goes on where the alarms' state cannot be read.
    if (error instanceof AwsError && ignoresPollFailure) return;
    throw error;
  }
  if (active.length === 0) return;
  // AWS: recorded from GetDeployment.
  const message = `One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: <${active.join(", ")}>`;
  endDeployment(yard, scope, deploymentId, "Stopped", { code: "ALARM_ACTIVE", message });
}

// AWS: AutoRollbackConfiguration, events.
const ROLLBACK_EVENT: Readonly<Record<string, string>> = {
  ALARM_ACTIVE: "DEPLOYMENT_STOP_ON_ALARM",
  MANUAL_STOP: "DEPLOYMENT_STOP_ON_REQUEST",
};

/** Ends a deployment, and takes it back where it failed and its group says so, or the caller does. */
export function endDeployment(
  yard: YardContext,
  scope: Scope,
  deploymentId: string,
  status: DeploymentStatus,
  error?: NonNullable<DeploymentRecord["error"]>,
  isRollbackWanted?: boolean,
): void {
  change(yard, scope, deploymentId, (present, tx) => {
    const ended: DeploymentRecord = { ...present, status, error, completedAtMs: yard.clock.nowMs() };
    notifyTriggers(yard, tx, scope, ended, NOTICES[status] ?? "DeploymentFailure");
    if (error === undefined || present.creator === "codeDeployRollback") return ended;
    const { enabled = false, events = [] } = present.autoRollback;
    const event = ROLLBACK_EVENT[error.code] ?? "DEPLOYMENT_FAILURE";
    const isWanted = isRollbackWanted ?? (enabled && events.includes(event));
    return isWanted ? startRollback(yard, tx, scope, ended) : ended;
  });
}

const NOTICES: Readonly<Partial<Record<DeploymentStatus, string>>> = {
  Succeeded: "DeploymentSuccess",
  Failed: "DeploymentFailure",
  Stopped: "DeploymentStop",
};

// AWS: "Redeploy and roll back a deployment": a rollback is a deployment of its own, of the version from before.
function startRollback(yard: YardContext, tx: WriteTx, scope: Scope, ended: DeploymentRecord): DeploymentRecord {
  const { appSpec } = ended;
  const id = newDeploymentId(yard.random);
  const { error: _error, completedAtMs: _completed, startedAtMs: _started, rollback: _before, ...common } = ended;
  const rollback: DeploymentRecord = {
    ...common,
    id,
    appSpec: { ...appSpec, currentVersion: appSpec.targetVersion, targetVersion: appSpec.currentVersion, hooks: {} },
    traffic: { kind: "AllAtOnce" },
    alarms: [],
    creator: "codeDeployRollback",
    status: "Created",
    events: NEW_EVENTS,
    percentage: 0,
    createdAtMs: yard.clock.nowMs(),
    rollback: { deploymentId: ended.id, isOf: true, message: `Deployment ${ended.id} is rolled back.` },
  };
  notifyTriggers(yard, tx, scope, rollback, "DeploymentRollback");
  startDeployment(yard, tx, scope, rollback);
  return { ...ended, rollback: { deploymentId: id, isOf: false, message: `Deployment ${id} rolls it back.` } };
}

/** The lifecycle events of a new deployment. */
export const NEW_EVENTS: readonly LifecycleEvent[] = [
  { name: "BeforeAllowTraffic", status: "Pending" },
  { name: "AllowTraffic", status: "Pending" },
  { name: "AfterAllowTraffic", status: "Pending" },
];

/** Changes a deployment that is under way; nothing happens to one that has ended. */
function change(
  yard: YardContext,
  scope: Scope,
  id: string,
  to: (deployment: DeploymentRecord, tx: WriteTx) => DeploymentRecord,
): void {
  yard.store.write((tx) => {
    const deployment = loadDeployment(tx, scope, id);
    if (deployment?.status === "Created" || deployment?.status === "InProgress")
      saveDeployment(tx, scope, to(deployment, tx));
  });
}

function setEvent(
  yard: YardContext,
  scope: Scope,
  id: string,
  name: LifecycleEvent["name"],
  members: Partial<LifecycleEvent>,
): void {
  change(yard, scope, id, (present) => withEvent(present, name, members));
}

/** Ends an event well, and goes on. */
function completeEvent(
  yard: YardContext,
  scope: Scope,
  deploymentId: string,
  name: LifecycleEvent["name"],
  members: Partial<LifecycleEvent>,
): void {
  change(yard, scope, deploymentId, (present, tx) => {
    enqueue(yard, tx, scope, { deploymentId, do: "next" });
    return withEvent(present, name, members);
  });
}

function withEvent(
  deployment: DeploymentRecord,
  name: LifecycleEvent["name"],
  members: Partial<LifecycleEvent>,
): DeploymentRecord {
  return {
    ...deployment,
    events: deployment.events.map((event) => (event.name === name ? { ...event, ...members } : event)),
  };
}

function asRole<T>(
  yard: YardContext,
  { account, region }: Scope,
  { roleArn, id, applicationName, groupName }: DeploymentRecord,
  work: (aws: AwsApis) => Promise<T>,
): Promise<T> {
  const scope: Scope = { account, region };
  const sourceArn = groupArn(scope, applicationName, groupName);
  const request = { service: "codedeploy.amazonaws.com", roleArn, sessionName: id, sourceArn, scope };
  return withServiceRole(yard, request, work);
}
