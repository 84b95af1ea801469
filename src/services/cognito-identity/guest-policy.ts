// What guests may do at most in the enhanced flow, whatever their role allows. AWS: "IAM roles", Access policies, in the Cognito developer
// guide: an inline session policy, and the managed policy AmazonCognitoUnAuthedIdentitiesSessionPolicy (version 4). Session policies add
// up, so the two are one document here.

const SERVICES =
  "appsync:* cloudwatch:* codewhisperer:* cognito-identity:* cognito-idp:* cognito-sync:* comprehend:* dynamodb:* execute-api:* " +
  "firehose:* gamelift:* iot:* kinesis:* lambda:* lex:* logs:* machinelearning:* mobileanalytics:* mobiletargeting:* personalize:* " +
  "polly:* rekognition:* s3:* sagemaker:InvokeEndpoint sdb:* ses:* sns:* sqs:* textract:AnalyzeDocument " +
  "textract:DetectDocumentText transcribe:* translate:*";
const MANAGED =
  "geo:*DevicePosition* geo:*Geofence geo:*Geofences geo:CalculateRoute* geo:GetMap* geo:GetPlace geo:ListMaps geo:SearchPlaceIndex* " +
  "kms:Decrypt kms:Encrypt kms:GenerateDataKey kms:GenerateDataKeyPair kms:GenerateDataKeyPairWithoutPlaintext " +
  "kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptFrom kms:ReEncryptTo rum:PutRumEvents";

/** The session policy of guests. */
export const GUEST_POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: [...SERVICES.split(" "), ...MANAGED.split(" ")], Resource: "*" }],
});
