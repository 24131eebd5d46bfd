import { describe, expect, it } from 'vitest';
import { formInput } from './form-input';

function form(...fields: [string, string][]) {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

describe('what a form sends', () => {
  it('an empty field is one not given', () => {
    expect(formInput(form(['price', ''], ['name', '셔츠']))).toEqual({ name: '셔츠' });
  });

  it('names ending in [] gather, also a single one', () => {
    expect(formInput(form(['ids[]', '3'], ['ids[]', '5']))).toEqual({ ids: ['3', '5'] });
    expect(formInput(form(['ids[]', '3']))).toEqual({ ids: ['3'] });
  });

  it('dots nest, and numbered rows become a list in their order', () => {
    const fields = form(
      ['lines.10.qty', '1'],
      ['lines.2.qty', '4'],
      ['lines.2.name', '양말'],
      ['recipient.name', '문보라'],
    );
    expect(formInput(fields)).toEqual({
      lines: [{ qty: '4', name: '양말' }, { qty: '1' }],
      recipient: { name: '문보라' },
    });
  });

  it('a hostile name reaches no prototype', () => {
    formInput(form(['__proto__.polluted', 'yes'], ['constructor.prototype.polluted', 'yes']));
    expect('polluted' in {}).toBe(false);
  });
});
