// SAM's policy templates for secrets, keys, certificates and parameters. AWS: "AWS SAM policy template list".

import { allow, policy } from "./notation.ts";
import type { PolicyTemplate } from "./notation.ts";

/** The templates by their names. */
export const SECRETS_TEMPLATES: Readonly<Record<string, PolicyTemplate>> = {
  AWSSecretsManagerGetSecretValuePolicy: policy("SecretArn", allow("secretsmanager: GetSecretValue", "=${secretArn}")),
  AWSSecretsManagerRotationPolicy: policy(
    "FunctionName",
    allow(
      "secretsmanager: DescribeSecret GetSecretValue PutSecretValue UpdateSecretVersionStage",
      "secretsmanager secret:*",
      { "secretsmanager:resource/AllowRotationLambdaArn": "lambda function:${functionName}" },
    ),
    allow("secretsmanager: GetRandomPassword", "*"),
  ),
  AcmGetCertificatePolicy: policy("CertificateArn", allow("acm: GetCertificate", "=${certificateArn}")),
  KMSDecryptPolicy: policy("KeyId", allow("kms:Decrypt", "kms key/${keyId}")),
  KMSEncryptPolicy: policy("KeyId", allow("kms:Encrypt", "kms key/${keyId}")),
  KMSEncryptPolicy_v2: policy(
    "KeyId",
    allow(
      "kms: Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext",
      "kms key/${keyId}",
    ),
  ),
  SSMParameterReadPolicy: policy(
    "ParameterName",
    allow("ssm: DescribeParameters", "*"),
    allow("ssm: GetParameters GetParameter GetParametersByPath", "ssm parameter/${parameterName}"),
  ),
  SSMParameterWithSlashPrefixReadPolicy: policy(
    "ParameterName",
    allow("ssm: DescribeParameters", "*"),
    allow("ssm: GetParameters GetParameter GetParametersByPath", "ssm parameter${parameterName}"),
  ),
};
