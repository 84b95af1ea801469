// Goal: Application Auto Scaling is what it is to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a
// yard in this process; what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli)
  test("the AWS CLI is not installed: auto scaling is not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls Application Auto Scaling", () => {
  const namespace = ["--service-namespace", "dynamodb"];
  const target = [
    ...namespace,
    "--resource-id",
    "table/orders",
    "--scalable-dimension",
    "dynamodb:table:ReadCapacityUnits",
  ];
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let arn: string;

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    const units = "ReadCapacityUnits=5,WriteCapacityUnits=5";
    await aws`dynamodb create-table --table-name orders --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH --provisioned-throughput ${units}`;
    arn =
      await aws<string>`application-autoscaling register-scalable-target ${target} --min-capacity 8 --max-capacity 50 --tags team=shop --query ScalableTargetARN`;
    await cli.settled();
  });
  afterAll(() => cli.stop());

  test("for targets, their activities and tags", async () => {
    expect(
      await aws`application-autoscaling describe-scalable-targets ${namespace} --query ScalableTargets[0].MinCapacity`,
    ).toBe(8);
    expect(
      await aws`application-autoscaling describe-scaling-activities ${namespace} --query ScalingActivities[0].Cause`,
    ).toBe("minimum capacity was set to 8");
    await aws`application-autoscaling tag-resource --resource-arn ${arn} --tags stage=test`;
    await aws`application-autoscaling untag-resource --resource-arn ${arn} --tag-keys team`;
    expect(await aws`application-autoscaling list-tags-for-resource --resource-arn ${arn} --query Tags`).toEqual({
      stage: "test",
    });
    await expect(
      aws`application-autoscaling register-scalable-target --service-namespace ecs --resource-id service/a/b --scalable-dimension ecs:service:DesiredCount --min-capacity 1 --max-capacity 2`,
    ).rejects.toThrow("NotImplemented");
  });

  test("for policies", async () => {
    const named = [...target, "--policy-name", "reads"];
    const configuration = {
      TargetValue: 70,
      PredefinedMetricSpecification: { PredefinedMetricType: "DynamoDBReadCapacityUtilization" },
    };
    const made = await aws<{
      Alarms: object[];
    }>`application-autoscaling put-scaling-policy ${named} --policy-type TargetTrackingScaling --target-tracking-scaling-policy-configuration ${configuration}`;
    expect(made.Alarms).toHaveLength(4);
    expect(
      await aws`application-autoscaling describe-scaling-policies ${namespace} --query ScalingPolicies[].PolicyName`,
    ).toEqual(["reads"]);
    await aws`application-autoscaling delete-scaling-policy ${named}`;
    await expect(aws`application-autoscaling delete-scaling-policy ${named}`).rejects.toThrow(
      "ObjectNotFoundException",
    );
  });

  test("for scheduled actions", async () => {
    const named = [...target, "--scheduled-action-name", "morning"];
    await aws`application-autoscaling put-scheduled-action ${named} --schedule ${"cron(0 9 * * ? *)"} --scalable-target-action MinCapacity=10`;
    expect(
      await aws`application-autoscaling describe-scheduled-actions ${namespace} --query ScheduledActions[].Schedule`,
    ).toEqual(["cron(0 9 * * ? *)"]);
    await aws`application-autoscaling delete-scheduled-action ${named}`;
  });

  test("for the end of it all", async () => {
    await aws`application-autoscaling deregister-scalable-target ${target}`;
    await expect(aws`application-autoscaling deregister-scalable-target ${target}`).rejects.toThrow(
      "ObjectNotFoundException",
    );
  });

  test("with every operation that is served", () => {
    expect(cli.uncalled("application-auto-scaling")).toEqual([]);
  });
});
