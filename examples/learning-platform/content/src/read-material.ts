// Gives whoever is enrolled in the course a URL that shows a material for a while. The bytes do not go through the API.

import { getSignedUrl } from "@aws-sdk/cloudfront-signer";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { answer, type ApiRequest, userOf } from "../../common/http.ts";

const HOUR_MS = 3_600_000;

const dynamodb = new DynamoDBClient();
const secrets = new SecretsManagerClient();
let privateKey: string | undefined;

export const handler = async (request: ApiRequest<"courseId" | "name">) => {
  const { courseId, name } = request.pathParameters;
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: process.env["READER_TABLE"],
      Key: { userId: { S: userOf(request).userId }, courseId: { S: courseId } },
    }),
  );
  if (Item === undefined) return answer(403, { message: "Only who is enrolled in the course can read it." });
  const path = [courseId, name].map((part) => encodeURIComponent(part)).join("/");
  const url = getSignedUrl({
    url: `${process.env["MATERIALS_URL"]}/${path}`,
    keyPairId: process.env["KEY_PAIR_ID"] ?? "",
    privateKey: await signingKey(),
    dateLessThan: new Date(Date.now() + HOUR_MS),
  });
  return answer(200, { url });
};

/** Asked for once in the life of this process. */
async function signingKey(): Promise<string> {
  privateKey ??= (await secrets.send(new GetSecretValueCommand({ SecretId: process.env["PRIVATE_KEY"] }))).SecretString;
  if (privateKey === undefined) throw new Error("The secret has no key.");
  return privateKey;
}
