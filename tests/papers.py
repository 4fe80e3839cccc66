"""Small papers written for the tests (invented places and people), as text files hold them."""

from __future__ import annotations

from pathlib import Path

from parser.document import Document, Reading
from parser.pipeline import parse
from parser.readers.text import read_text


def reading_of(text: str) -> Reading:
    """What the text reader makes of `text`."""
    return read_text(text.encode(), "van-ban.txt")


def read(folder: Path, text: str) -> Document:
    """What the program makes of a file that holds `text`."""
    path = folder / "van-ban.txt"
    path.write_text(text, encoding="utf-8")
    return parse(path)


PARENT = """ỦY BAN NHÂN DÂN
TỈNH HẢI KHÊ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 45/KH-UBND
Hải Khê, ngày 12 tháng 01 năm 2026

KẾ HOẠCH
Bảo đảm an toàn thực phẩm trên địa bàn tỉnh năm 2026

Căn cứ Luật An toàn thực phẩm năm 2010;
Thực hiện Chỉ thị số 17/CT-TTg ngày 13/4/2025 của Thủ tướng Chính phủ về tăng cường bảo đảm an toàn thực phẩm, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

I. MỤC ĐÍCH
Nâng cao trách nhiệm của các cấp, các ngành trong quản lý an toàn thực phẩm.

II. NHIỆM VỤ
1. Ủy ban nhân dân các xã, phường
a) Tổ chức ít nhất 02 lớp tập huấn kiến thức an toàn thực phẩm cho hộ kinh doanh thức ăn đường phố, hoàn thành trước ngày 30/6/2026.
b) Thành lập tổ giám sát an toàn thực phẩm tại các chợ trên địa bàn.
c) Báo cáo kết quả thực hiện về Sở Y tế trước ngày 15/11/2026.
2. Sở Y tế
Chủ trì, phối hợp với Sở Công Thương thanh tra các cơ sở sản xuất thực phẩm trong quý III/2026.

III. TỔ CHỨC THỰC HIỆN
Yêu cầu Ủy ban nhân dân các xã, phường nghiêm túc triển khai thực hiện Kế hoạch này./.

Nơi nhận:
- Bộ Y tế;
- UBND các xã, phường;
- Lưu: VT, VX.

TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Trần Minh Hạnh
"""

CHILD = """ỦY BAN NHÂN DÂN
XÃ ĐỒNG LẠC
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số:      /KH-UBND
Đồng Lạc, ngày     tháng 02 năm 2026

KẾ HOẠCH
Bảo đảm an toàn thực phẩm trên địa bàn xã năm 2026

Căn cứ Kế hoạch số 45/KH-UBND ngày 12/01/2026 của Ủy ban nhân dân tỉnh Hải Khê, Ủy ban nhân dân xã xây dựng kế hoạch như sau:

I. MỤC ĐÍCH
Nâng cao trách nhiệm của các thôn trong quản lý an toàn thực phẩm.

II. NHIỆM VỤ
1. Trạm Y tế xã tổ chức 01 lớp tập huấn kiến thức an toàn thực phẩm cho hộ kinh doanh thức ăn đường phố, hoàn thành trước ngày 30/8/2026.
2. Công an xã tuần tra, giữ gìn trật tự tại lễ hội đình làng.

III. TỔ CHỨC THỰC HIỆN
Giao Văn phòng Ủy ban nhân dân xã theo dõi, đôn đốc thực hiện./.

Nơi nhận:
- UBND tỉnh;
- Lưu: VT.

CHỦ TỊCH

Lê Quang Định
"""

NO_TASK = """HỘI NÔNG DÂN TỈNH HẢI KHÊ
*
Số 12-GM/HNDT
Hải Khê, ngày 05 tháng 3 năm 2026

GIẤY MỜI
Dự hội nghị tổng kết phong trào nông dân sản xuất giỏi

Thường trực Hội Nông dân tỉnh trân trọng kính mời các đồng chí đến dự hội nghị.
Thời gian: 08 giờ 00 ngày 20/3/2026.
Địa điểm: Hội trường tầng 2.

T/M BAN THƯỜNG VỤ
PHÓ CHỦ TỊCH

Phạm Thị Thoa
"""

SECRET = PARENT.replace("KẾ HOẠCH\nBảo đảm", "MẬT\nKẾ HOẠCH\nBảo đảm", 1)
