// The errors of user pools in AWS's wording. AWS: each operation's errors in the API reference; sentences that the reference does not
// have are those that the service is known to answer.

import { AwsError } from "../../kernel/errors.ts";
import { coralValidationError, type Violation } from "../../service/constraints.ts";

const error =
  (code: string) =>
  (message: string): AwsError =>
    new AwsError({ code, message });

export const invalidParameter = error("InvalidParameterException");
/** Coral's sentence under a code of the service's own. */
export const validationError = (violations: readonly Violation[]): AwsError =>
  invalidParameter(coralValidationError(violations).message);
export const resourceNotFound = error("ResourceNotFoundException");
export const notAuthorized = error("NotAuthorizedException");
export const invalidPassword = error("InvalidPasswordException");
export const aliasExists = error("AliasExistsException");
export const groupExists = error("GroupExistsException");
export const invalidOAuthFlow = error("InvalidOAuthFlowException");
export const invalidLambdaResponse = error("InvalidLambdaResponseException");
export const unexpectedLambda = error("UnexpectedLambdaException");
export const userLambdaValidation = error("UserLambdaValidationException");
export const operationNotEnabled = error("OperationNotEnabledException");
export const limitExceeded = error("LimitExceededException");
export const duplicateProvider = error("DuplicateProviderException");
export const unsupportedUserState = error("UnsupportedUserStateException");
export const codeDeliveryFailure = error("CodeDeliveryFailureException");
export const tooManyPoolTags = error("UserPoolTaggingException");
export const notInTier = error("FeatureUnavailableInTierException");

// AWS: SignUp and others: the two errors of a pool's role for text messages.
export const smsRoleTrust = (): AwsError =>
  error("InvalidSmsRoleTrustRelationshipException")(
    "Role does not have a trust relationship allowing Cognito to assume the role",
  );

export const smsRoleAccess = (): AwsError =>
  error("InvalidSmsRoleAccessPolicyException")("Role does not have permission to publish with SNS");

// AWS: public reports of CreateUserPoolClient: "Invalid scope requested: Cognito (... Error Code: ScopeDoesNotExistException)".
export const unknownScope = (scope: string): AwsError =>
  error("ScopeDoesNotExistException")(`Invalid scope requested: ${scope}`);

// AWS: RevokeToken knows no NotAuthorizedException.
export const wrongClientSecret = (): AwsError => error("UnauthorizedException")("Client secret is not valid.");

// AWS: "Ending user sessions with token revocation": only refresh tokens can be revoked.
export const notARefreshToken = (): AwsError => error("UnsupportedTokenTypeException")("Unsupported token type.");

export const revocationIsOff = (): AwsError =>
  error("UnsupportedOperationException")("Token revocation is not enabled for this client.");

export const refreshTokensRotate = (): AwsError =>
  error("UnsupportedOperationException")("Refresh token rotation is enabled for this client.");

export const poolNotFound = (poolId: string): AwsError => resourceNotFound(`User pool ${poolId} does not exist.`);

export const clientNotFound = (clientId: string): AwsError =>
  resourceNotFound(`User pool client ${clientId} does not exist.`);

export const groupNotFound = (): AwsError => resourceNotFound("Group not found.");

export const userNotFound = (): AwsError => error("UserNotFoundException")("User does not exist.");

export const userNotConfirmed = (): AwsError => error("UserNotConfirmedException")("User is not confirmed.");

export const usernameExists = (message = "User already exists"): AwsError => error("UsernameExistsException")(message);

export const wrongPassword = (): AwsError => notAuthorized("Incorrect username or password.");

export const tooManyFailures = (): AwsError => notAuthorized("Password attempts exceeded");

export const passwordResetRequired = (): AwsError =>
  error("PasswordResetRequiredException")("Password reset required for the user");

export const wrongCode = (): AwsError =>
  error("CodeMismatchException")("Invalid verification code provided, please try again.");

export const wrongSecondFactor = (): AwsError => error("CodeMismatchException")("Invalid code received for user");

// AWS: public reports of AssociateSoftwareToken where the pool has no software tokens, and of RespondToAuthChallenge where the user has none.
const softwareTokenNotFound = error("SoftwareTokenMFANotFoundException");
export const noSoftwareTokenOfPool = (): AwsError =>
  softwareTokenNotFound("Software Token MFA has not been enabled by the userPool.");
export const noSoftwareTokenOfUser = (): AwsError =>
  softwareTokenNotFound("Software Token MFA does not exist for the user.");

// The wording is ours: AWS documents the error and no sentence.
export const noTextMessagesOfPool = (): AwsError =>
  error("MFAMethodNotFoundException")("SMS MFA has not been enabled by the userPool.");

export const usedSoftwareToken = (): AwsError =>
  error("ExpiredCodeException")("Your software token has already been used once.");

export const wrongSoftwareToken = (): AwsError =>
  error("EnableSoftwareTokenMFAException")("Code mismatch and fail enable Software Token MFA");

export const expiredCode = (): AwsError =>
  error("ExpiredCodeException")("Invalid code provided, please request a code again.");

export const tooManyFailedAttempts = (): AwsError =>
  error("TooManyFailedAttemptsException")("Attempt limit exceeded, please try after some time.");

// AWS: GetTokensFromRefreshToken.
export const refreshTokenReused = (): AwsError => error("RefreshTokenReuseException")("Refresh token has been reused.");

export const invalidSession = (): AwsError => notAuthorized("Invalid session for the user.");

export const expiredSession = (): AwsError => notAuthorized("Invalid session for the user, session is expired.");

export const deletionProtected = (): AwsError =>
  invalidParameter(
    "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
  );

/** What Cognito can and Stackyard cannot yet. */
export const notImplemented = (what: string): AwsError =>
  new AwsError({ code: "NotImplemented", message: `${what} is not implemented by Stackyard yet.`, status: 501 });
