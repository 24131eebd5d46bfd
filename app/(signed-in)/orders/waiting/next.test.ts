import { createTranslator } from 'next-intl';
import { expect, it } from 'vitest';
import { stageScreens } from '@/app/ui/stages';
import { flowStages } from '@/lib/shipments/lists/waiting';
import { ko } from '@/messages/ko';
import { stageHrefs, stageScreenOf } from './next';

it('names the screen where the rows of a stage are worked on', () => {
  const t = createTranslator({ locale: 'ko', messages: ko, namespace: 'frame' });
  const labels = flowStages.map((stage) => {
    const screen = stageScreens.find(({ key }) => key === stageScreenOf[stage]);
    expect(stageHrefs[stage].split('?')[0]).toBe(screen?.href);
    return t('waiting.next.stage', { screen: t(`stage.${stageScreenOf[stage]}`) });
  });
  expect(labels.slice(1, 3)).toEqual(['매칭 화면으로', '할당 화면으로']);
});
