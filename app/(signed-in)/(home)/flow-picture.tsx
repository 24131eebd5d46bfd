import { getTranslations } from 'next-intl/server';
import { formatNumber } from '@/app/ui/format';
import { flowStages } from '@/lib/shipments/lists/waiting';
import { countAt, type FlowProps } from './flow-cells';

const STEP = 170;
const BAR = 92;
const HEIGHT = 110;
const TOP = 18;

/** How many stand at each stage, a colour a channel; the table below says the same in numbers. */
export async function FlowPicture({ flow, channels }: FlowProps) {
  const t = await getTranslations('home.flow');
  const most = Math.max(1, ...flowStages.map((stage) => countAt(flow, stage)));
  return (
    <svg
      role="img"
      aria-label={t('picture')}
      viewBox={`0 0 ${STEP * flowStages.length} ${TOP + HEIGHT + 22}`}
      className="block max-h-56 w-full"
    >
      {flowStages.map((stage, index) => {
        const left = index * STEP + (STEP - BAR) / 2;
        const total = countAt(flow, stage);
        let bottom = TOP + HEIGHT;
        return (
          <g key={stage}>
            <rect x={left} y={TOP + HEIGHT} width={BAR} height={1} className="fill-line-strong" />
            {channels.map(({ id, name, mark }) => {
              const count = countAt(flow, stage, id);
              const height = (count / most) * HEIGHT;
              bottom -= height;
              return count === 0 ? null : (
                <rect
                  key={id}
                  x={left}
                  y={bottom}
                  width={BAR}
                  height={height}
                  fill={mark.color}
                  className="stroke-paper"
                >
                  <title>{t('part', { stage: t(`stages.${stage}`), channel: name, count })}</title>
                </rect>
              );
            })}
            <text x={left + BAR / 2} y={bottom - 5} className="chart-value">
              {formatNumber(total)}
            </text>
            <text x={left + BAR / 2} y={TOP + HEIGHT + 16} className="chart-label">
              {t(`stages.${stage}`)}
            </text>
            {index > 0 && (
              <path
                d={`M${index * STEP - 16} ${TOP + HEIGHT / 2}h26m-6 -5l6 5l-6 5`}
                className="fill-none stroke-line-strong"
              />
            )}
          </g>
        );
      })}
    </svg>
  );
}
