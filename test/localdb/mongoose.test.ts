/** The embedded database under mongoose: documents, versions, population, indexes, sessions. */
import { expect } from 'chai';
import mongoose, { Schema } from 'mongoose';
import type { Connection } from 'mongoose';
import type { TestDatabase } from '../support/database.ts';
import { openTestDatabase } from '../support/database.ts';
import { errorOf } from '../support/semantics.ts';

const courseSchema = new Schema({ name: String, rank: Number });

const personSchema = new Schema(
  {
    email: { type: String },
    visits: { type: Number, default: 0 },
    tags: [String],
    items: [{ id: Number, quantity: Number, at: Date, _id: false }],
    rows: [new Schema({ name: String, note: String }, { timestamps: true, _id: false })],
    profile: { age: Number, city: String },
    balance: Schema.Types.Decimal128,
    photo: Buffer,
    scores: { type: Map, of: Number },
    course: { type: Schema.Types.ObjectId, ref: 'Course' },
  },
  { timestamps: true },
);
personSchema.index({ email: 1 }, { unique: true, partialFilterExpression: { email: { $type: 'string' } } });

describe('localdb under mongoose', () => {
  let database: TestDatabase;
  let connection: Connection;
  const person = () => connection.model('Person', personSchema);
  const course = () => connection.model('Course', courseSchema);

  before(async () => {
    database = await openTestDatabase();
    connection = await mongoose.createConnection(database.uri).asPromise();
    await Promise.all([person().init(), course().init()]);
  });

  after(async () => {
    await connection.close();
    await database.close();
  });

  beforeEach(async () => {
    await Promise.all([person().deleteMany({}), course().deleteMany({})]);
  });

  it('saves and changes documents of many types', async () => {
    const made = await person().create({
      email: 'a@x',
      tags: ['p'],
      items: [{ id: 1, quantity: 5 }],
      profile: { age: 30, city: 'B' },
      balance: '12.50',
      photo: Buffer.from('hey'),
      scores: { k: 3 },
    });
    made.tags.push('q');
    made.profile!.age = 31;
    await made.save();
    const found = (await person().findById(made._id))!;
    expect(found.tags).to.have.ordered.members(['p', 'q']);
    expect(found.profile!.age).to.equal(31);
    expect(String(found.balance)).to.equal('12.50');
    expect(String(found.photo)).to.equal('hey');
    expect(found.scores!.get('k')).to.equal(3);
    expect(found.createdAt).to.be.instanceOf(Date);
  });

  it('notices that a version is old', async () => {
    await person().create({ email: 'v@x', tags: ['a', 'b'] });
    const [one, other] = [(await person().findOne())!, (await person().findOne())!];
    one.set('tags', ['n']);
    await one.save();
    other.set('tags', []);
    expect(await errorOf(other.save())).to.have.property('name', 'VersionError');
  });

  it('writes the times of sub-documents through array filters and positions', async () => {
    const Person = person();
    await Person.create({ email: 't@x', rows: [{ name: 'foo' }, { name: 'bar' }] });
    const old = new Date(0);
    await Person.collection.updateOne({}, { $set: { 'rows.0.updatedAt': old, 'rows.1.updatedAt': old } });
    await Person.updateOne({}, { $set: { 'rows.$[e].name': 'x' } }, { arrayFilters: [{ 'e.name': 'bar' }] });
    const [first, second] = (await Person.findOne().lean())!.rows;
    expect(first).to.deep.include({ name: 'foo', updatedAt: old });
    expect(second!.name).to.equal('x');
    expect(Number(second!.updatedAt)).to.be.greaterThan(0);
    await Person.updateOne({ 'rows.name': 'foo' }, { $set: { 'rows.$.note': 'n' } });
    const [changed] = (await Person.findOne().lean())!.rows;
    expect(changed!.note).to.equal('n');
    expect(Number(changed!.updatedAt)).to.be.greaterThan(0);
  });

  it('pulls sub-documents without ids', async () => {
    const made = await person().create({
      email: 'p@x',
      items: [
        { id: 1, quantity: 1 },
        { id: 2, quantity: 2 },
      ],
    });
    made.items.pull({ id: 1, quantity: 1 });
    await made.save();
    const left = (await person().findOne().lean())!.items;
    expect(left.map((item) => item.id)).to.deep.equal([2]);
  });

  it('populates', async () => {
    const made = await course().create({ name: 'CPC', rank: 1 });
    await person().create({ email: 'c@x', course: made._id });
    const found = (await person().findOne().populate<{ course: { name: string } }>('course'))!;
    expect(found.course.name).to.equal('CPC');
  });

  it('keeps keys unique where they are there', async () => {
    await person().create({ email: 'u@x' });
    const error = await errorOf(person().create({ email: 'u@x' }));
    expect(error).to.deep.include({ code: 11000, keyPattern: { email: 1 }, keyValue: { email: 'u@x' } });
    await person().create([{}, {}]);
    expect(await person().countDocuments({ email: null })).to.equal(2);
  });

  it('makes, compares and drops indexes', async () => {
    const Model = connection.model('Synced', new Schema({ a: { type: String, index: true }, b: Number, c: Date }));
    await Model.collection.createIndex({ b: 1 });
    expect((await Model.diffIndexes()).toDrop).to.deep.equal(['b_1']);
    await Model.syncIndexes();
    const names = (await Model.listIndexes()).map((index) => String(index.name));
    expect(names).to.deep.equal(['_id_', 'a_1']);
  });

  it('writes in bulk and reads by cursor', async () => {
    const result = await course().bulkWrite([
      { insertOne: { document: { name: 'a', rank: 1 } } },
      { updateOne: { filter: { name: 'a' }, update: { $inc: { rank: 1 } } } },
      { updateOne: { filter: { name: 'b' }, update: { $set: { rank: 9 } }, upsert: true } },
      { deleteOne: { filter: { name: 'b' } } },
    ]);
    expect(result).to.include({ insertedCount: 1, modifiedCount: 1, upsertedCount: 1, deletedCount: 1 });
    await course().insertMany(Array.from({ length: 300 }, (_, i) => ({ name: `n${i}`, rank: i })));
    let count = 0;
    for await (const one of course()
      .find({ rank: { $gte: 0 } })
      .sort({ rank: 1 })
      .cursor())
      count += one.rank! >= 0 ? 1 : 0;
    expect(count).to.equal(301);
    expect(await course().distinct('rank', { rank: { $lt: 2 } })).to.deep.equal([0, 1]);
  });

  it('works within sessions, without transactions', async () => {
    const session = await connection.startSession();
    await course().create([{ name: 'in session' }], { session });
    expect(await course().findOne({ name: 'in session' }).session(session)).to.not.equal(null);
    await session.endSession();
  });
});
