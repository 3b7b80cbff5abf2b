import { describe, expect, test } from 'vitest';
import { legacyOf } from '../../src/words/legacy';

describe('text of before Unicode', () => {
  test.each([
    ['§· gi¶i quyÕt 98 hå s¬ ®óng h¹n', 'TCVN3', 'Đã giải quyết 98 hồ sơ đúng hạn'],
    ['Ñaõ giaûi quyeát 98 hoà sô ñuùng haïn', 'VNI', 'Đã giải quyết 98 hồ sơ đúng hạn'],
    [
      'B¸o c¸o kÕt qu¶ c¶i c¸ch hµnh chÝnh quý III n¨m 2019.',
      'TCVN3',
      'Báo cáo kết quả cải cách hành chính quý III năm 2019.',
    ],
    ['Uyû ban nhaân daân xaõ Ayun, huyeän Mang Yang', 'VNI', 'Uỷ ban nhân dân xã Ayun, huyện Mang Yang'],
    ['Céng hoµ x· héi chñ nghÜa ViÖt Nam', 'TCVN3', 'Cộng hoà xã hội chủ nghĩa Việt Nam'],
    ['Ñoäc laäp - Töï do - Haïnh phuùc', 'VNI', 'Độc lập - Tự do - Hạnh phúc'],
    [
      'Xã Ayun báo cáo: §· gi¶i quyÕt 98 hå s¬ ®óng h¹n.\r\nTån 2 hå s¬.',
      'TCVN3',
      'Xã Ayun báo cáo: Đã giải quyết 98 hồ sơ đúng hạn.\r\nTồn 2 hồ sơ.',
    ],
    ['tr\u00ad\u00edc ng\u00b5y 15/02', 'TCVN3', 'trước ngày 15/02'],
  ])('%s', (pasted, encoding, words) => {
    expect(legacyOf(pasted)).toEqual({ encoding, words });
  });

  test.each([
    'Đã giải quyết 98 hồ sơ đúng hạn',
    'Cộng hòa xã hội chủ nghĩa Việt Nam',
    'hoà bình, toàn xã, quý III, thuỷ lợi',
    'H’Blŏ, Hrĭn, Čưk, Blơ̆m',
    'Müller & Söhne GmbH',
    'QĐ-UBND 12/2019',
    '1.234,5',
    'naïve café',
    '',
  ])('is not seen in %s', (text) => {
    expect(legacyOf(text)).toBeUndefined();
  });
});
