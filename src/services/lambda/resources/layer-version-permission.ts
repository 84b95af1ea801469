// AWS::Lambda::LayerVersionPermission: one statement of the policy of a layer's version.

import { AwsError } from "../../../kernel/errors.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { splitLayerVersion } from "./layer-version.ts";
import { everyItem, given, ifThere, member, text } from "./properties.ts";

/** A statement. Ref is its id: the version's ARN and the statement's (inferred). Every change replaces it. */
export const layerVersionPermissionType: ResourceType = {
  typeName: "AWS::Lambda::LayerVersionPermission",
  properties: ["Action", "LayerVersionArn", "OrganizationId", "Principal"],

  async create(properties, context) {
    const arn = text(properties["LayerVersionArn"]) ?? "";
    const { layer, version } = splitLayerVersion(arn);
    const statementId = context.generateName({ maxLength: 100 });
    await context.aws.lambda
      .addLayerVersionPermission(
        given({
          LayerName: layer,
          VersionNumber: version,
          StatementId: statementId,
          Action: text(properties["Action"]) ?? "",
          Principal: text(properties["Principal"]) ?? "",
          OrganizationId: text(properties["OrganizationId"]),
        }),
      )
      .catch((error: unknown) => {
        // The id is this step's own: an interrupted run has added it.
        if (!(error instanceof AwsError) || error.code !== "ResourceConflictException") throw error;
      });
    const id = `${arn}#${statementId}`;
    return { physicalId: id, attributes: { Id: id } };
  },

  async read(physicalId, context) {
    const [arn = "", statementId] = physicalId.split("#");
    const { layer, version } = splitLayerVersion(arn);
    const found = await ifThere(() =>
      context.aws.lambda.getLayerVersionPolicy({ LayerName: layer, VersionNumber: version }),
    );
    const statement = statementsOf(found?.Policy).find((each) => member(each, "Sid") === statementId);
    if (statement === undefined) return undefined;
    const principal = member(statement, "Principal");
    return given({
      LayerVersionArn: arn,
      Action: member(statement, "Action"),
      OrganizationId: member(member(member(statement, "Condition"), "StringEquals"), "aws:PrincipalOrgID"),
      Principal: member(principal, "AWS") ?? principal,
    });
  },

  attributesOf: (id) => ({ Id: id }),

  async list({ aws }) {
    const found: { Id: string }[] = [];
    const layers = await everyItem(
      (input) => aws.lambda.listLayers(input),
      ({ Layers }) => Layers,
    );
    for (const { LayerName } of layers)
      for (const { LayerVersionArn = "", Version } of await everyItem(
        (input) => aws.lambda.listLayerVersions({ LayerName, ...input }),
        ({ LayerVersions }) => LayerVersions,
      )) {
        const policy = await ifThere(() => aws.lambda.getLayerVersionPolicy({ LayerName, VersionNumber: Version }));
        for (const each of statementsOf(policy?.Policy))
          found.push({ Id: `${LayerVersionArn}#${text(member(each, "Sid")) ?? ""}` });
      }
    return found;
  },

  async delete(physicalId, _properties, context) {
    const [arn = "", statementId = ""] = physicalId.split("#");
    const { layer, version } = splitLayerVersion(arn);
    await ifThere(() =>
      context.aws.lambda.removeLayerVersionPermission({
        LayerName: layer,
        VersionNumber: version,
        StatementId: statementId,
      }),
    );
  },
};

function statementsOf(policy: string | undefined): readonly unknown[] {
  const statements = member(JSON.parse(policy ?? "{}"), "Statement");
  return Array.isArray(statements) ? statements : [];
}
