// Tells topics of a group's deployments. AWS: "JSON data formats for CodeDeploy triggers".

import { AwsError } from "../../kernel/errors.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import { withServiceRole } from "../../service/role-sessions.ts";
import type { WriteTx } from "../../store/store.ts";
import { groupArn } from "./names.ts";
import type { DeploymentRecord } from "./records.ts";

interface Notice {
  readonly topicArn: string;
  readonly roleArn: string;
  readonly sourceArn: string;
  readonly message: string;
  readonly subject: string;
}

/** Has the topics told that want to hear of an event. */
export function notifyTriggers(
  yard: YardContext,
  tx: WriteTx,
  { account, region }: Scope,
  deployment: DeploymentRecord,
  event: string,
): void {
  const scope = { account, region };
  for (const { triggerName, triggerTargetArn: topicArn = "", triggerEvents = [] } of deployment.triggers) {
    if (!triggerEvents.includes(event)) continue;
    const { id, applicationName, groupName, createdAtMs, completedAtMs, status, roleArn, error } = deployment;
    const message = JSON.stringify({
      region,
      accountId: account,
      eventTriggerName: triggerName,
      applicationName,
      deploymentId: id,
      deploymentGroupName: groupName,
      createTime: new Date(createdAtMs).toUTCString(),
      completeTime: completedAtMs === undefined ? null : new Date(completedAtMs).toUTCString(),
      status: status.toUpperCase(),
      ...(error === undefined
        ? {}
        : { errorInformation: JSON.stringify({ ErrorCode: error.code, ErrorMessage: error.message }) }),
    });
    const sourceArn = groupArn(scope, applicationName, groupName);
    const subject = `${event}: AWS CodeDeploy ${id} in ${region}`.slice(0, 100);
    const payload: Notice = { topicArn, roleArn, sourceArn, message, subject };
    yard.jobs.enqueue(tx, { ...scope, kind: noticeJob.kind, payload });
  }
}

export const noticeJob: JobHandler = {
  kind: "codedeploy/notice",
  async run(job, yard) {
    const { topicArn, roleArn, sourceArn, message, subject } = job.payload as Notice;
    const scope: Scope = { account: job.account, region: job.region };
    try {
      const service = "codedeploy.amazonaws.com";
      await withServiceRole(yard, { service, roleArn, sessionName: "notice", sourceArn, scope }, (aws) =>
        aws.sns.publish({ TopicArn: topicArn, Subject: subject, Message: message }),
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      yard.log.write("warn", "codedeploy/notice-failed", { topicArn, code: error.code, message: error.message });
    }
    return "done";
  },
};
