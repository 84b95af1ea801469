// Schedules in stacks: made, changed in place, moved to another group, replaced under another name, and deleted with their group.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { GetScheduleCommand, ListScheduleGroupsCommand, ListSchedulesCommand } from "@aws-sdk/client-scheduler";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { schedulerBench } from "./bench.ts";

test("a stack has its schedule where and as its template says", async () => {
  const { yard, account, scheduler, queue, RoleArn } = await schedulerBench(await sharedYard());
  const stacks = account.client(CloudFormationClient);
  const { arn } = await queue("q");
  const template = (properties: object): string =>
    JSON.stringify({
      Resources: {
        Team: { Type: "AWS::Scheduler::ScheduleGroup" },
        Tick: {
          Type: "AWS::Scheduler::Schedule",
          Properties: {
            ScheduleExpression: "at(2099-12-24T18:00:00)",
            FlexibleTimeWindow: { Mode: "OFF" },
            Target: { Arn: arn, RoleArn },
            ...properties,
          },
        },
      },
      Outputs: { Name: { Value: { Ref: "Tick" } }, Arn: { Value: { "Fn::GetAtt": ["Tick", "Arn"] } } },
    });
  const settle = async (): Promise<Record<string, string>> => {
    await yard.yard.context.jobs.settled();
    const { Stacks: [stack] = [] } = await stacks.send(new DescribeStacksCommand({ StackName: "s" }));
    expect([stack?.StackStatus, stack?.StackStatusReason]).toEqual([
      expect.stringMatching(/^(CREATE|UPDATE)_COMPLETE$/),
      undefined,
    ]);
    return Object.fromEntries(
      (stack?.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
    );
  };
  const update = async (properties: object) => {
    await stacks.send(new UpdateStackCommand({ StackName: "s", TemplateBody: template(properties) }));
    return settle();
  };
  const listed = async () =>
    ((await scheduler.send(new ListSchedulesCommand({}))).Schedules ?? []).map(
      ({ GroupName, Name }) => `${GroupName}/${Name}`,
    );
  await stacks.send(new CreateStackCommand({ StackName: "s", TemplateBody: template({}) }));
  const made = await settle();
  expect(made["Name"]).toMatch(/^s-Tick-/);
  expect(made["Arn"]).toBe(`arn:aws:scheduler:${account.region}:${account.account}:schedule/default/${made["Name"]}`);

  expect(await update({ Description: "changed", State: "DISABLED" })).toEqual(made);
  expect(await scheduler.send(new GetScheduleCommand({ Name: made["Name"] }))).toMatchObject({
    Description: "changed",
    State: "DISABLED",
  });

  const moved = await update({ GroupName: { Ref: "Team" } });
  expect(moved["Name"]).toBe(made["Name"]);
  expect(moved["Arn"]).not.toBe(made["Arn"]);
  expect(await listed()).toEqual([expect.stringMatching(/^s-Team-.*\/s-Tick-/)]);

  const renamed = await update({ Name: "other", GroupName: { Ref: "Team" } });
  expect(renamed["Name"]).toBe("other");
  expect(await listed()).toEqual([expect.stringMatching(/^s-Team-.*\/other$/)]);

  await stacks.send(new DeleteStackCommand({ StackName: "s" }));
  await yard.yard.context.jobs.settled();
  expect(await listed()).toEqual([]);
  const { ScheduleGroups = [] } = await scheduler.send(new ListScheduleGroupsCommand({}));
  expect(ScheduleGroups.map(({ Name }) => Name)).toEqual(["default"]);
});
