// What a member of an item may be, in words for people, from the schema that programs read.

/** As much of a JSON schema as the words need. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export interface MemberWords {
  readonly name: string;
  /** "required" or "". */
  readonly need: string;
  readonly kind: string;
  readonly meaning: string;
}

/** The members of an object; `named` finds what a reference names. */
export function membersOf(schema: Schema, named: (reference: string) => Schema): MemberWords[] {
  return Object.entries(schema.properties ?? {}).map(([name, member]) => {
    const whole = member.$ref ? named(member.$ref) : member;
    return {
      name,
      need: schema.required?.includes(name) ? 'required' : '',
      kind: kindWords(whole),
      meaning: whole.description ?? '',
    };
  });
}

/** "a day", "a number", "one of pass, fail", "a list of objects of on, pct". */
function kindWords({ type, format, enum: listed, anyOf, items, properties }: Schema): string {
  if (listed) return `one of ${listed.join(', ')}`;
  if (anyOf)
    return anyOf
      .filter((one) => one.type !== 'null')
      .map(kindWords)
      .join(', or ');
  if (format === 'date') return 'a day';
  if (format === 'date-time') return 'date and time with offset';
  if (items) return `a list of: ${kindWords(items)}`;
  if (properties) return `an object of ${Object.keys(properties).join(', ')}`;
  const kinds: Readonly<Record<string, string>> = {
    string: 'a text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    object: 'an object',
  };
  return [type ?? '']
    .flat()
    .map((one) => kinds[one] ?? '')
    .filter(Boolean)
    .join(' or ');
}
