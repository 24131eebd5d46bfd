import { describe, expect, it } from 'vitest';
import { hashPassword, passwordCost, passwordMatches } from './password';

describe('passwords', () => {
  it('each guess at one costs 128 MB', () => {
    expect(128 * passwordCost.N * passwordCost.r).toBe(128 * 1024 * 1024);
  });

  it('the right one matches, another does not, and no hash matches nothing', async () => {
    const stored = await hashPassword('바다 건너 편지');
    expect(await passwordMatches('바다 건너 편지', stored)).toBe(true);
    expect(await passwordMatches('바다 건너 편지!', stored)).toBe(false);
    expect(await passwordMatches('바다 건너 편지', null)).toBe(false);
  });

  it('decomposed Hangul is the same password', async () => {
    const stored = await hashPassword('한글');
    expect(await passwordMatches('한글'.normalize('NFD'), stored)).toBe(true);
  });

  it('one password hashes differently each time', async () => {
    const [one, other] = await Promise.all([hashPassword('same'), hashPassword('same')]);
    expect(one).not.toBe(other);
  });

  it('a damaged hash matches nothing', async () => {
    expect(await passwordMatches('', '')).toBe(false);
    expect(await passwordMatches('x', 'zz.zz')).toBe(false);
  });
});
