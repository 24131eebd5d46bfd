import { getTranslations } from 'next-intl/server';
import { Button, LinkButton } from '@/app/ui/button';
import { Dialog, DialogButtons } from '@/app/ui/dialog/dialog';
import { ActionForm } from '@/app/ui/form/action-form';
import { Field, Input, Select } from '@/app/ui/form/field';
import { SubmitButton } from '@/app/ui/form/submit-button';
import { Notice } from '@/app/ui/notice';
import { currentCtx } from '@/lib/auth/current';
import { type VariantRow, variantOf } from '@/lib/products/screen';
import { supplierChoices } from '@/lib/shipments/lists/suppliers';
import { addOption, create, edit } from './actions';
import { HandlingFields } from './handling-fields';
import { VariantRows } from './variant-rows';

/** 상품 등록: a product with its options. */
export async function NewProductDialog() {
  const t = await getTranslations('products');
  return (
    <Dialog
      title={t('new.title')}
      description={t('new.text')}
      width="wide"
      trigger={<Button variant="primary">{t('new.title')}</Button>}
    >
      <ActionForm action={create} className="grid gap-3">
        <div className="grid grid-cols-[2fr_1fr_1fr] gap-3">
          <Field name="name" label={t('columns.productName')}>
            <Input autoFocus required maxLength={200} className="w-full" />
          </Field>
          <Field name="code" label={t('columns.productCode')} hint={t('new.codeHint')}>
            <Input maxLength={50} spellCheck={false} />
          </Field>
          <SupplierField supplierId={null} />
        </div>
        <VariantRows />
        <HandlingFields />
        <DialogButtons>
          <SubmitButton>{t('new.save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}

type OpenDialogProps = { variantId: number; closeHref: string };

/** Changes one variant, and what it shares with the other options of its product. */
export async function EditDialog({ variantId, closeHref }: OpenDialogProps) {
  const t = await getTranslations('products');
  const variant = await variantOf(await currentCtx(), variantId);
  if (!variant) return null;
  return (
    <Dialog
      key={variantId}
      title={t('edit.title')}
      description={nameOf(variant)}
      width="wide"
      closeHref={closeHref}
    >
      <ActionForm action={edit} className="grid gap-3">
        <input type="hidden" name="variantId" value={variantId} />
        {variant.hasSameBarcode && <Notice tone="warn">{t('sameBarcodeText')}</Notice>}
        <div className="grid grid-cols-[2fr_1fr] gap-3">
          <Field name="productName" label={t('columns.productName')} hint={t('edit.nameHint')}>
            <Input
              autoFocus
              required
              maxLength={200}
              defaultValue={variant.productName}
              className="w-full"
            />
          </Field>
          <SupplierField supplierId={variant.supplierId} />
        </div>
        <VariantFields given={variant} />
        <HandlingFields given={variant} />
        <DialogButtons>
          <LinkButton
            href={`/products?option=${variantId}`}
            replace
            scroll={false}
            prefetch={false}
          >
            {t('addOption')}
          </LinkButton>
          <SubmitButton>{t('edit.save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}

/** Adds an option to the product of a variant, kept and packed like it. */
export async function OptionDialog({ variantId, closeHref }: OpenDialogProps) {
  const t = await getTranslations('products');
  const variant = await variantOf(await currentCtx(), variantId);
  if (!variant) return null;
  return (
    <Dialog
      key={`option-${variantId}`}
      title={t('addOption')}
      description={variant.productName}
      width="wide"
      closeHref={closeHref}
    >
      <ActionForm action={addOption} className="grid gap-3">
        <input type="hidden" name="productId" value={variant.productId} />
        <VariantFields given={{ variantCode: '', barcode: '', option: '', price: variant.price }} />
        <HandlingFields given={variant} />
        <DialogButtons>
          <SubmitButton>{t('new.save')}</SubmitButton>
        </DialogButtons>
      </ActionForm>
    </Dialog>
  );
}

type Given = Pick<VariantRow, 'variantCode' | 'barcode' | 'option' | 'price'>;

async function VariantFields({ given }: { given: Given }) {
  const t = await getTranslations('products.columns');
  return (
    <div className="grid grid-cols-4 gap-3">
      <Field name="variantCode" label={t('variantCode')}>
        <Input required maxLength={50} spellCheck={false} defaultValue={given.variantCode} />
      </Field>
      <Field name="option" label={t('option')}>
        <Input maxLength={200} defaultValue={given.option} />
      </Field>
      <Field name="barcode" label={t('barcode')}>
        <Input maxLength={50} spellCheck={false} defaultValue={given.barcode} />
      </Field>
      <Field name="price" label={t('price')}>
        <Input type="number" min={0} step={1} defaultValue={given.price} className="text-right" />
      </Field>
    </div>
  );
}

async function SupplierField({ supplierId }: { supplierId: number | null }) {
  const t = await getTranslations('products');
  const suppliers = await supplierChoices(await currentCtx());
  return (
    <Field name="supplierId" label={t('columns.supplier')}>
      <Select defaultValue={supplierId ?? ''}>
        <option value="">{t('noSupplier')}</option>
        {suppliers.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

const nameOf = ({ productName, option }: VariantRow) => `${productName} ${option}`.trim();
