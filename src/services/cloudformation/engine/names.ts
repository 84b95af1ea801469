// Names as CloudFormation makes them for resources that the template does not name.

export interface NameOptions {
  readonly maxLength?: number;
  readonly separator?: string;
  readonly isLowerCase?: boolean;
  /** Put behind the name, such as ".fifo"; counts towards maxLength. */
  readonly suffix?: string;
}

// LIMIT: the shortest maximum of those that AWS's resource types have is far above this.
const DEFAULT_MAX_LENGTH = 255;

/**
 * STACK-LOGICALID-TOKEN, where the token is 12 characters. Where that is too long, the logical id and then the stack's
 * name are shortened; the token never is.
 */
export function physicalName(stackName: string, logicalId: string, token: string, options: NameOptions = {}): string {
  const { maxLength = DEFAULT_MAX_LENGTH, separator = "-", isLowerCase = false, suffix = "" } = options;
  const unique = token.slice(0, 12);
  const room = maxLength - unique.length - suffix.length - 2 * separator.length;
  // Both parts get half of the room; what one does not need goes to the other.
  const half = Math.max(1, Math.floor(room / 2));
  const logicalLength = Math.min(logicalId.length, Math.max(half, room - stackName.length));
  const stackLength = Math.min(stackName.length, room - logicalLength);
  const parts = [stackName.slice(0, stackLength), logicalId.slice(0, logicalLength), unique];
  const name = parts.filter((part) => part !== "").join(separator) + suffix;
  return isLowerCase ? name.toLowerCase() : name;
}
