import type { Metadata } from 'next';
import { getLocale, getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { LinkButton } from '@/app/ui/button';
import { CourierName } from '@/app/ui/courier';
import { Dialog } from '@/app/ui/dialog/dialog';
import { type Params, readParams } from '@/app/ui/filter/params';
import { ActionButton } from '@/app/ui/form/action-button';
import { List } from '@/app/ui/table/list';
import { type Column, Table } from '@/app/ui/table/table';
import type { Translate } from '@/app/ui/translate';
import { currentCtx } from '@/lib/auth/current';
import { isAtLeast } from '@/lib/auth/role';
import { type TemplateSetting, templateSettings } from '@/lib/invoicing/templates/templates';
import { nameIn } from '@/lib/name-in';
import { SettingsScreen } from '../settings-screen';
import { remove } from './actions';
import { TemplateEditor } from './template-editor';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('templates');
  return { title: t('title') };
}

const key = z.string().max(50).optional().catch(undefined);

/** 양식설정: the mall's own templates, and the built-in ones to start from. */
export default async function TemplatesPage({ searchParams }: { searchParams: Promise<Params> }) {
  const [ctx, t] = [await currentCtx(), await getTranslations('templates')];
  const asked = readParams(await searchParams, { edit: key, copy: key });
  const templates = await templateSettings(ctx);
  const mayChange = isAtLeast(ctx.role, 'manager');
  const opened = templates.find((template) => template.key === (asked.edit ?? asked.copy));
  const locale = await getLocale();
  const isCopy = opened !== undefined && (asked.edit === undefined || opened.isBuiltIn);
  return (
    <SettingsScreen screen="templates" namespaces={['templates']}>
      <p className="text-muted">{t('lead')}</p>
      <List total={templates.length}>
        <Table
          label={t('list')}
          columns={templateColumns(t, mayChange, locale)}
          rows={templates}
          rowKey={(template) => template.key}
        />
      </List>
      {mayChange && opened && (
        <Dialog
          key={`${opened.key}${isCopy}`}
          title={isCopy ? t('newTitle') : t('editTitle', { name: nameIn(locale, opened) })}
          description={t('editorHint')}
          width="full"
          closeHref="/settings/templates"
        >
          <TemplateEditor
            id={isCopy ? undefined : Number(opened.key.slice('own:'.length))}
            name={isCopy ? t('copyName', { name: nameIn(locale, opened) }) : nameIn(locale, opened)}
            template={opened}
          />
        </Dialog>
      )}
    </SettingsScreen>
  );
}

function templateColumns(
  t: Translate<'templates'>,
  mayChange: boolean,
  locale: string,
): Column<TemplateSetting>[] {
  return [
    { key: 'name', header: t('columns.name'), cell: (template) => nameIn(locale, template) },
    {
      key: 'kind',
      header: t('columns.kind'),
      cell: ({ isBuiltIn }) => t(isBuiltIn ? 'builtIn' : 'own'),
    },
    {
      key: 'courier',
      header: t('columns.courier'),
      cell: ({ courier }) => <CourierName courier={courier} none={courier} />,
    },
    { key: 'rowPer', header: t('columns.rowPer'), cell: ({ rowPer }) => t(`rowPer.${rowPer}`) },
    {
      key: 'headers',
      header: t('columns.headers'),
      kind: 'text',
      cell: ({ columns }) => columns.map(({ header }) => header).join(' · '),
    },
    {
      key: 'manage',
      header: t('columns.manage'),
      kind: 'center',
      cell: (template) => mayChange && <TemplateButtons template={template} t={t} />,
    },
  ];
}

function TemplateButtons({
  template,
  t,
}: {
  template: TemplateSetting;
  t: Translate<'templates'>;
}) {
  const open = (action: 'edit' | 'copy') => ({
    href: `/settings/templates?${action}=${encodeURIComponent(template.key)}`,
    size: 'small' as const,
    scroll: false,
    prefetch: false,
  });
  return (
    <span className="inline-flex gap-1">
      {!template.isBuiltIn && <LinkButton {...open('edit')}>{t('edit')}</LinkButton>}
      <LinkButton {...open('copy')}>{t('copy')}</LinkButton>
      {!template.isBuiltIn && (
        <ActionButton
          size="small"
          variant="danger"
          action={remove}
          input={{ id: Number(template.key.slice('own:'.length)) }}
          confirm={{
            title: t('deleteTitle', { name: template.koreanName }),
            body: t('deleteBody'),
            label: t('delete'),
          }}
        >
          {t('delete')}
        </ActionButton>
      )}
    </span>
  );
}
