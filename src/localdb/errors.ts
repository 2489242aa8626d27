/** The errors that go back to the caller, with the codes and names MongoDB gives them. */

const CODE_NAMES: Record<number, string> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  14: 'TypeMismatch',
  13: 'Unauthorized',
  16: 'InvalidLength',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  54: 'NotSingleValueField',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  76: 'NoReplicationEnabled',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  115: 'CommandNotSupported',
  121: 'DocumentValidationFailure',
  123: 'NotAReplicaSet',
  136: 'CappedPositionLost',
  165: 'ViewDepthLimitExceeded',
  166: 'CommandNotSupportedOnView',
  168: 'InvalidPipelineOperator',
  171: 'CannotIndexParallelArrays',
  175: 'QueryPlanKilled',
  197: 'InvalidIndexSpecificationOption',
  241: 'ConversionFailure',
  291: 'NoQueryExecutionPlans',
  10334: 'BSONObjectTooLarge',
  11000: 'DuplicateKey',
};

/** An answer of "no" in MongoDB's own terms; anything else that is thrown is a fault of ours. */
export class DatabaseError extends Error {
  readonly code: number;
  readonly codeName: string;
  /** Further fields of the reply, such as `keyPattern` and `keyValue`. */
  readonly details: Record<string, unknown>;

  constructor(code: number, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.codeName = CODE_NAMES[code] ?? `Location${code}`;
    this.details = details;
  }
}

/** The caller sent a value that means nothing here (error 2). */
export function badValue(message: string): DatabaseError {
  return new DatabaseError(2, message);
}

/** The caller's request could not be read (error 9). */
export function failedToParse(message: string): DatabaseError {
  return new DatabaseError(9, message);
}

/** The caller sent a value of the wrong type (error 14). */
export function typeMismatch(message: string): DatabaseError {
  return new DatabaseError(14, message);
}

/** The request is good MongoDB, but this database leaves the feature out on purpose (error 115). */
export function notSupported(feature: string): DatabaseError {
  return new DatabaseError(115, `${feature} not supported by the embedded database`);
}
