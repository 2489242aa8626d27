// The results of an exam as rows for a spreadsheet.

import { expect } from 'chai';
import { resultsTable } from '../../../src/http/instructor/results-table.ts';
import { now, overview, result, sentGrade, voided, zone } from './a-class.ts';

describe('the table for a spreadsheet', () => {
  const results = [
    result('Zoë', { grade: { ...sentGrade, attemptId: 'a-Zoë' } }),
    result('Ana', {
      score: null,
      attempt: { state: 'submitted', end: { by: 'sweeper', at: now, receipt: '', digest: '' } },
    }),
    result('Marcus', { attempt: voided }),
    result('Dana', { attempt: { isPreview: true } }),
  ];
  const [head = [], ...rows] = resultsTable(overview({ results }), zone);
  const cell = (name: string, column: string): string =>
    rows.find((row) => row[0] === name)?.[head.indexOf(column)] ?? '?';

  it('names the unit in every head that has one', () => {
    expect(head).to.include.members(['Weighted (%)', 'Raw (%)', 'Medical Concepts (%)', 'Time used (minutes)']);
  });

  it('leaves previews out and goes by name', () => {
    expect(rows.map((row) => row[0])).to.deep.equal(['Ana', 'Marcus', 'Zoë']);
    expect(rows.every((row) => row.length === head.length)).to.equal(true);
  });

  it('has plain figures and moments with their offset', () => {
    expect(cell('Zoë', 'Weighted (%)')).to.equal('87.00');
    expect(cell('Zoë', 'Surgery and Modifiers (%)')).to.equal('83.33');
    expect(cell('Zoë', 'Time used (minutes)')).to.equal('180.00');
    expect(cell('Zoë', 'Submitted at')).to.equal('2026-11-22T15:03:24-06:00');
    expect(cell('Zoë', 'Passed')).to.equal('yes');
    expect(cell('Zoë', 'Gradebook')).to.equal('sent');
  });

  it('says void and being scored instead of a result', () => {
    expect([cell('Marcus', 'Result'), cell('Marcus', 'Passed'), cell('Marcus', 'Note')]).to.deep.equal([
      'void',
      '',
      'Void: power cut',
    ]);
    expect([cell('Ana', 'Result'), cell('Ana', 'Weighted (%)'), cell('Ana', 'Ended by')]).to.deep.equal([
      'being scored',
      '',
      'time was up',
    ]);
  });
});
