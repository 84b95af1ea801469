// Templates that AWS would refuse, too, as their authors wrote them.

/** By the template's name, what is wrong. */
export const WRONG_BY_THEMSELVES: Readonly<Record<string, string>> = {
  "apigw-lambda-request-validator__template": "it has SAM's types and sections, but does not declare the transform.",
  "apigw-ses-transformation__template":
    'its integration answers with statuses that the method does not declare (API Reference, "PutIntegrationResponse": NotFoundException).',
  "apigw-sqs-lambda-iot__template":
    "its queue policy's statement has eight actions, and SQS's quota is seven (Developer Guide, \"Amazon SQS policy quotas\").",
  "eventbridge-api-destinations__12-oauth-api-cmk-encryption__prerequisite":
    "it sets `ClientId` of a user pool client, which is an attribute and no property.",
};
