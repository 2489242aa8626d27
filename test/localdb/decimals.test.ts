/** Money: decimals are calculated exactly, 34 digits long. */
import { expect } from 'chai';
import type { Document } from 'mongodb';
import { Decimal128, Double, Long } from 'mongodb';
import { errorOf, updated, useDatabase } from '../support/semantics.ts';

const decimal = (text: string): Decimal128 => Decimal128.fromString(text);

describe('localdb: arithmetic on decimals', () => {
  const bench = useDatabase();

  async function valueOf(expression: Document): Promise<unknown> {
    const collection = bench.collection();
    await collection.insertOne({});
    const [given] = await collection.aggregate([{ $project: { _id: 0, value: expression } }]).toArray();
    return given!.value;
  }

  const cases: [operator: string, operands: unknown[], result: string][] = [
    ['$add', [decimal('0.1'), decimal('0.2')], '0.3'],
    ['$add', [decimal('1.10'), 2], '3.10'],
    ['$add', [decimal('1'), new Double(2.5)], '3.50000000000000'],
    ['$add', [decimal('1E+30'), decimal('1E-30')], '1000000000000000000000000000000.000'],
    ['$add', [decimal('Infinity'), 1], 'Infinity'],
    ['$subtract', [decimal('1.00'), decimal('0.01')], '0.99'],
    ['$subtract', [1, decimal('1.5')], '-0.5'],
    ['$multiply', [decimal('1.10'), 2], '2.20'],
    ['$multiply', [decimal('-3'), Long.fromString('9007199254740993')], '-27021597764222979'],
    [
      '$multiply',
      [decimal('9999999999999999999999999999999999'), decimal('1.5')],
      '1.500000000000000000000000000000000E+34',
    ],
    ['$divide', [decimal('10'), 4], '2.5'],
    ['$divide', [decimal('1'), 3], '0.3333333333333333333333333333333333'],
    ['$divide', [decimal('-2'), 3], '-0.6666666666666666666666666666666667'],
    ['$divide', [decimal('10.0'), 2], '5.0'],
  ];
  for (const [operator, operands, result] of cases) {
    it(`${operator} of ${operands.map(String).join(' and ')} is ${result}`, async () => {
      const value = await valueOf({ [operator]: operands });
      expect(value).to.be.instanceOf(Decimal128);
      expect(String(value)).to.equal(result);
    });
  }

  it('$inc and $mul change a balance exactly', async () => {
    const after = await updated(
      bench,
      { balance: decimal('0.10'), rate: decimal('1.5'), count: 1 },
      { $inc: { balance: decimal('0.20'), count: decimal('1') }, $mul: { rate: 3 } },
    );
    expect(after).to.deep.equal({
      balance: { $numberDecimal: '0.30' },
      rate: { $numberDecimal: '4.5' },
      count: { $numberDecimal: '2' },
    });
  });

  it('$sum and $avg of a group are exact', async () => {
    const collection = bench.collection();
    await collection.insertMany([{ a: decimal('0.1') }, { a: decimal('0.2') }, { a: 'x' }, { a: 3 }]);
    const group = { $group: { _id: null, sum: { $sum: '$a' }, average: { $avg: '$a' } } };
    const [given] = await collection.aggregate([group]).toArray();
    expect([String(given!.sum), String(given!.average)]).to.deep.equal(['3.3', '1.1']);
  });

  it('refuses to divide by zero and to leave the range', async () => {
    expect(await errorOf(valueOf({ $divide: [decimal('1'), decimal('0.0')] }))).to.have.property('code', 2);
    expect(await errorOf(valueOf({ $multiply: [decimal('1E+6000'), decimal('1E+6000')] }))).to.have.property('code', 2);
  });
});
