// AWS::Lambda::Permission: one statement of a function's resource policy.

import { AwsError } from "../../../kernel/errors.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { everyFunction, flag, given, ifThere, member, text } from "./properties.ts";

/** A statement. Ref is its id. Every change replaces it. */
export const permissionType: ResourceType = {
  typeName: "AWS::Lambda::Permission",
  properties: [
    "Action",
    "EventSourceToken",
    "FunctionName",
    "FunctionUrlAuthType",
    "InvokedViaFunctionUrl",
    "Principal",
    "PrincipalOrgID",
    "SourceAccount",
    "SourceArn",
  ],

  async create(properties, context) {
    const id = context.generateName({ maxLength: 100 });
    const input = given({
      FunctionName: text(properties["FunctionName"]) ?? "",
      StatementId: id,
      Action: text(properties["Action"]) ?? "",
      Principal: text(properties["Principal"]) ?? "",
      SourceArn: text(properties["SourceArn"]),
      SourceAccount: text(properties["SourceAccount"]),
      PrincipalOrgID: text(properties["PrincipalOrgID"]),
      EventSourceToken: text(properties["EventSourceToken"]),
      FunctionUrlAuthType: text(properties["FunctionUrlAuthType"]) as "NONE" | "AWS_IAM" | undefined,
      InvokedViaFunctionUrl: flag(properties["InvokedViaFunctionUrl"]),
    });
    await context.aws.lambda.addPermission(input).catch((error: unknown) => {
      // The id is this step's own: an interrupted run has added it.
      if (!(error instanceof AwsError) || error.code !== "ResourceConflictException") throw error;
    });
    return { physicalId: id, attributes: { Id: id } };
  },

  async read(physicalId, context, known = {}) {
    const name = text(known["FunctionName"]) ?? "";
    const found = await ifThere(() => context.aws.lambda.getPolicy({ FunctionName: name }));
    const statements = member(JSON.parse(found?.Policy ?? "{}"), "Statement");
    const statement: unknown = Array.isArray(statements)
      ? statements.find((each: unknown) => member(each, "Sid") === physicalId)
      : undefined;
    if (statement === undefined) return undefined;
    const principal = member(statement, "Principal");
    const condition = member(statement, "Condition");
    return given({
      FunctionName: name,
      Action: member(statement, "Action"),
      EventSourceToken: member(member(condition, "StringEquals"), "lambda:EventSourceToken"),
      FunctionUrlAuthType: member(member(condition, "StringEquals"), "lambda:FunctionUrlAuthType"),
      InvokedViaFunctionUrl: flag(member(member(condition, "Bool"), "lambda:InvokedViaFunctionUrl")),
      PrincipalOrgID: member(member(condition, "StringEquals"), "aws:PrincipalOrgID"),
      Principal: member(principal, "Service") ?? member(principal, "AWS") ?? principal,
      SourceArn: member(member(condition, "ArnLike"), "AWS:SourceArn"),
      SourceAccount: member(member(condition, "StringEquals"), "AWS:SourceAccount"),
    });
  },

  // LIMIT: statements on versions and aliases are not listed.
  async list(context) {
    const found: { FunctionName: string; Id: string }[] = [];
    for (const name of await everyFunction(context)) {
      const policy = await ifThere(() => context.aws.lambda.getPolicy({ FunctionName: name }));
      const statements = member(JSON.parse(policy?.Policy ?? "{}"), "Statement");
      const { region, account } = context;
      // AWS: the identifier has the function's ARN, as templates of the IaC generator show.
      const FunctionName = `arn:aws:lambda:${region}:${account}:function:${name}`;
      for (const each of Array.isArray(statements) ? (statements as unknown[]) : [])
        found.push({ FunctionName, Id: text(member(each, "Sid")) ?? "" });
    }
    return found;
  },

  async delete(physicalId, properties, context) {
    const name = text(properties["FunctionName"]) ?? "";
    await ifThere(() => context.aws.lambda.removePermission({ FunctionName: name, StatementId: physicalId }));
  },
};
